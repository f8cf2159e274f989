"""Who is calling is shown only after two facts, for a quarter of an hour, to this clerk; the trail says why."""

import time

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, DeskClaim
from coupons.models import Coupon
from desk.call import masked
from tests.desk_screens.people import NO, PHONE, claimed, doubled, identify, in_the_app, path, search, seen
from tests.makers import hanako, regionpay
from tests.matching.people import STRANGER, TARO, covered, filed, matched
from tests.staff.people import client_of, staff, take_roles
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db

CLEAR = ("沖縄 太郎", "オキナワ タロウ", "090-1234-5678", "taro@example.jp")


def clear(page) -> list[str]:
    """The personal data that stand on the page."""
    return [datum for datum in CLEAR if datum in page.content.decode()]


def reveals() -> list[tuple[str, str, dict]]:
    return list(AuditEvent.objects.filter(action="personal data shown").values_list("who", "about", "detail"))


def test_before_it_enough_to_compare_is_shown(admin_client: Client):
    claim = claimed(phone=PHONE)
    page = admin_client.get(path(claim))
    assert (clear(page), reveals()) == ([], [])
    assert [
        word
        for word in ("沖＊ 太＊", "***-****-5678", "t***@example.jp", "2023年2月23日（木）")
        if word not in seen(page)
    ] == []


@pytest.mark.parametrize("because", [[], ["name"], ["name", "name"], ["name", "lies"]])
def test_one_fact_is_not_enough(admin_client: Client, because: list[str]):
    claim = claimed(phone=PHONE)
    page = identify(admin_client, claim, *because)
    assert "ご本人と確かめた方法を、2つ以上選んでください。" in page.content.decode()
    assert (clear(page), reveals()) == ([], [])


def test_what_was_ticked_stays_ticked(admin_client: Client):
    page = identify(admin_client, claimed(), "name").content.decode()
    assert 'value="name" checked' in page


def test_two_facts_show_them_and_stand_on_the_trail(admin_client: Client):
    claim = claimed(phone=PHONE)
    page = identify(admin_client, claim, "travel", "name")
    assert clear(page) == list(CLEAR)
    assert reveals() == [("admin", f"claims.claim/{claim.pk}", {"because": ["name", "travel"]})]


def test_it_holds_for_a_quarter_of_an_hour(admin_client: Client, monkeypatch):
    claim = claimed(phone=PHONE)
    identify(admin_client, claim, "travel", "name")
    now = time.time()
    seen_after = []
    for seconds in (14 * 60, 16 * 60):
        monkeypatch.setattr(time, "time", lambda later=seconds: now + later)
        seen_after.append(bool(clear(admin_client.get(path(claim)))))
    assert seen_after == [True, False]


def test_it_holds_for_this_person_and_this_clerk_only(admin_client: Client):
    coupon = covered(inquiry_no=NO)
    first = matched_claim(coupon, name="沖縄 太郎")
    other = matched_claim(coupon, name="沖縄 太郎", by=STRANGER)
    identify(admin_client, first, "travel", "name")
    second = client_of(staff("second", "clerk"))
    assert clear(admin_client.get(path(other))) == []
    assert clear(second.get(path(first))) == []


def matched_claim(coupon: Coupon, **more) -> Claim:
    matched(coupon, **more)
    return Claim.objects.latest("pk")


def test_a_coupon_shows_its_member_and_a_claimed_one_its_claimant(admin_client: Client):
    member_page = identify(admin_client, in_the_app(), "phone", "store")
    assert "090-1234-5678" in seen(member_page)
    assert reveals()[0][1].startswith("coupons.member/")


def test_a_claimed_coupon_shows_its_claimant(admin_client: Client):
    claim = claimed(phone=PHONE)
    page = identify(admin_client, claim.lines.get().coupon, "name", "travel")
    assert clear(page) == list(CLEAR)
    assert clear(admin_client.get(path(claim))) == list(CLEAR)


def test_of_a_coupon_that_nobody_asked_for_there_is_nothing_to_show(admin_client: Client):
    coupon = doubled()
    assert "連絡先の記録はありません。" in seen(admin_client.get(path(coupon)))
    assert admin_client.post(f"{path(coupon)}identify/", {"because": ["name", "travel"]}).status_code == 404


def test_a_number_is_shown_whole_only_if_the_caller_named_it(admin_client: Client):
    """Question 16: who has lost the coupon asks its issuer."""
    coupon = in_the_app()
    grouped = "1234 5678 9012"
    by_phone = search(admin_client, PHONE).content.decode()
    by_claim = admin_client.get(path(coupon.member)).content.decode()
    assert [number in page for page in (by_phone, by_claim) for number in (NO, grouped)] == [False] * 4
    assert "番号はお伝えできません" in by_phone
    assert grouped in seen(search(admin_client, NO))


def test_identifying_does_not_show_the_number(admin_client: Client):
    coupon = doubled(member=hanako(regionpay(), phone=PHONE))
    page = identify(admin_client, coupon, "name", "travel").content.decode()
    assert [number for number in (NO, "1234 5678 9012") if number in page] == []


def test_by_address_alone_nothing_is_revealed(admin_client: Client):
    claim = claimed()
    assert admin_client.get(f"{path(claim)}identify/").status_code == 405


def test_who_asks_for_somebody_else_is_shown_as_such(admin_client: Client, admin_user: User):
    claim = claimed()
    DeskClaim.objects.create(
        claim=claim,
        taken_by=admin_user,
        called_at=claim.filed_at,
        on_behalf_of="沖縄 花子",
        relation="子",
        evidence="戸籍",
    )
    before, after = seen(admin_client.get(path(claim))), seen(identify(admin_client, claim, "name", "travel"))
    assert [words in page for page, words in ((before, "ご本人 沖＊ 花＊"), (after, "ご本人 沖縄 花子"))] == [
        True,
        True,
    ]
    assert "ご本人との関係 子" in before


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("taro@example.jp", "t***@example.jp"),
        ("09012345678", "***-****-5678"),
        ("沖縄県那覇市1-1", "住所の登録あり"),
        ("", ""),
    ],
)
def test_a_contact_is_masked_whatever_it_is(address: str, shown: str):
    assert masked.contact(address) == shown


def test_who_only_looks_is_offered_neither_reveal_nor_note():
    claim = claimed()
    page = client_of(staff("auditor", "auditor")).get(path(claim)).content.decode()
    assert [words for words in ("連絡先を表示する", "確認番号を送る", "通話の記録") if words in page] == []
    assert "お客様への案内" in page


def test_an_identification_ends_with_the_role():
    user = staff("clerk", "clerk")
    client, claim = client_of(user), claimed(phone=PHONE)
    assert clear(identify(client, claim, "name", "travel")) == list(CLEAR)
    take_roles(user, "approver")
    assert clear(client.get(path(claim))) == []


def test_whose_data_they_are_is_named(admin_client: Client):
    claim = claimed()
    assert f"本人 申請 {claim.receipt_no} " in seen(admin_client.get(path(claim.lines.get().coupon)))


class TestACouponThatSeveralAskFor:
    def test_shows_nobodys_data_and_leads_to_each_claim(self, admin_client: Client):
        coupon = covered(inquiry_no=NO)
        claims = [matched_claim(coupon, by=by, name="沖縄 太郎") for by in (TARO, STRANGER)]
        page = admin_client.get(path(coupon))
        assert "何人かの方から申し出があります。" in seen(page)
        assert [f'href="{path(claim)}"' in page.content.decode() for claim in claims] == [True, True]
        assert admin_client.post(f"{path(coupon)}identify/", {"because": ["name", "travel"]}).status_code == 404

    def test_two_claims_of_one_contact_are_one_person(self, admin_client: Client):
        coupon = covered(inquiry_no=NO)
        for _ in range(2):
            matched_claim(coupon, name="沖縄 太郎")
        assert "何人かの方" not in seen(admin_client.get(path(coupon)))

    def test_a_members_own_claim_is_the_members(self, admin_client: Client):
        coupon = covered(inquiry_no=NO, member=hanako(regionpay(), email=TARO))
        matched_claim(coupon, by=TARO, method="refund")
        assert "本人 アプリ会員" in seen(admin_client.get(path(coupon)))

    def test_very_many_are_cut_and_it_says_so(self, admin_client: Client):
        coupon = covered(inquiry_no=NO)
        for number in range(22):
            filed(coupon, by=f"person{number}@example.jp")
        with CaptureQueriesContext(connection) as asked:
            page = admin_client.get(path(coupon))
        assert "ほかにも、この番号の申請があります。" in seen(page)
        assert page.content.decode().count('class="answer"') < 12
        assert len(asked) < 120
