"""Coupons, members and claims by the thousand, made by the database: for plans and times, not for stories."""

from django.db import connection

from coupons.models import Member
from tests.makers import issuer, regionpay

ROWS = """
insert into coupons_member (scheme_id, member_no, phone, email)
select %(scheme)s, 'N' || n, '080' || lpad(n::text, 8, '0'), 'Person' || n || '@example.jp'
from generate_series(1, %(coupons)s / 3) n;

insert into coupons_coupon
    (scheme_id, inquiry_no, prefecture, issuer_id, face_value_yen, issued_at, travel_on, expires_at, member_id,
     charged_at)
select %(scheme)s, (200000000000 + n)::text, '47', %(issuer)s, 3000, '2023-02-23 15:00+09', '2023-02-23',
    '2023-02-25 00:00+09', %(first_member)s + n / 3, '2023-02-23 16:00+09'
from generate_series(1, %(coupons)s / 2) n;

insert into coupons_coupon
    (scheme_id, inquiry_no, prefecture, issuer_id, face_value_yen, issued_at, travel_on, expires_at)
select %(scheme)s, (200000000000 + n)::text, '47', %(issuer)s, 3000, '2023-02-23 15:00+09', '2023-02-23',
    '2023-02-25 00:00+09'
from generate_series(%(coupons)s / 2 + 1, %(coupons)s) n;

insert into claims_claim
    (scheme_id, receipt_no, method, channel, name, name_kana, phone, email, deliver_by, deliver_to, language,
     prefecture, travel_on, form_nonce, filed_at)
select %(scheme)s, 'A-N' || n, 'points', 'site', '名', translate(n::text, '0123456789', 'アカサタナハマヤラワ') || ' ンノ',
    '090' || lpad(n::text, 8, '0'), 'Claim' || n || '@example.jp', 'mail', 'To' || n || '@example.jp', 'ja', '47',
    '2023-02-23', gen_random_uuid(), '2023-04-10 11:00+09'
from generate_series(1, %(coupons)s / 4) n;

insert into claims_claimline (claim_id, stated_no, coupon_id, state, reason, decided_by, corrections)
select c.id, k.inquiry_no, k.id, 'accepted', '', '', 0
from (
    select id, row_number() over (order by id) + %(coupons)s / 2 as n from claims_claim where receipt_no like 'A-N%%'
) c
join coupons_coupon k on k.scheme_id = %(scheme)s and k.inquiry_no = (200000000000 + c.n)::text;

insert into trail_auditevent (who, action, about, detail)
select 'clerk' || n %% 40, case when n %% 3 = 0 then 'searched' else 'looked' end, 'desk', '{"hits": 1, "rows": []}'
from generate_series(1, %(coupons)s / 2) n;
"""


def make(coupons: int) -> None:
    """`coupons` of them, half in the app (three a member), half on paper and half of those claimed; and a trail."""
    scheme = regionpay()
    first = Member.objects.create(scheme=scheme, member_no="N0").pk + 1
    values = {"scheme": scheme.pk, "issuer": issuer(scheme).pk, "first_member": first, "coupons": coupons}
    with connection.cursor() as cursor:
        for statement in ROWS.split(";\n"):
            cursor.execute(statement, values)
        cursor.execute("analyze coupons_member, coupons_coupon, claims_claim, claims_claimline, trail_auditevent")
