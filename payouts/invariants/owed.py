"""Invariants of what is owed."""

from payouts.payees import IS_CLAIMED, IS_REACHABLE, IS_SENT_TO_MEMBER, LIVE_LINES

INVARIANTS = {
    "nothing is owed before the freeze": """
        select c.inquiry_no from payouts_entitlement e join coupons_coupon c on c.id = e.coupon_id
        join coupons_scheme s on s.id = e.scheme_id
        where e.scheme_id = %(scheme)s and e.cause = 'ledger' and e.made_at < s.usable_until
    """,
    "one free entitlement a coupon and cause": """
        select c.inquiry_no from payouts_entitlement e join coupons_coupon c on c.id = e.coupon_id
        where e.scheme_id = %(scheme)s and e.lapsed_at is null and e.payout_id is null
        group by c.id, e.cause having count(*) > 1
    """,
    "only a covered coupon is owed its balance": """
        select c.inquiry_no from payouts_entitlement e join coupons_coupon c on c.id = e.coupon_id
        where e.scheme_id = %(scheme)s and e.cause = 'ledger' and e.lapsed_at is null and e.payout_id is null
        and not exists (select from coupons_extension x where x.coupon_id = e.coupon_id)
    """,
    "no more is owed by the ledger than the face value": """
        select c.inquiry_no from payouts_entitlement e join coupons_coupon c on c.id = e.coupon_id
        where e.scheme_id = %(scheme)s and e.cause = 'ledger'
        group by c.id having sum(e.amount_yen) > c.face_value_yen
    """,
    "owed is what the formula says, where nothing is on a payout or lapsed": """
        select coalesce(t.coupon_id, o.coupon_id), t.target_yen, o.yen
        from (select coupon_id, target_yen from coupon_target where scheme_id = %(scheme)s) t
        full join (
            select coupon_id, sum(amount_yen) as yen,
                bool_or(lapsed_at is not null or payout_id is not null) as is_settled
            from payouts_entitlement where scheme_id = %(scheme)s and cause = 'ledger' group by coupon_id
        ) o on o.coupon_id = t.coupon_id
        where %(at)s >= %(usable_until)s and coalesce(t.target_yen, 0) <> coalesce(o.yen, 0)
            and not coalesce(o.is_settled, false)
    """,
    "what was decided was granted by two persons": """
        select c.inquiry_no
        from coupons_coupon c join payouts_entitlement e on e.coupon_id = c.id and e.cause = 'decision'
        where c.scheme_id = %(scheme)s
        group by c.id having sum(e.amount_yen) > coalesce((
            select sum(g.amount_yen) from claims_proposal g where g.coupon_id = c.id and g.deed = 'grant'
                and g.state = 'approved' and g.settled_by_id <> g.made_by_id
        ), 0)
    """,
    # Who left no destination waits for a person (claims/incident_payees.py), and is on the dashboard.
    "what an incident gave back has a payee": f"""
        select i.receipt_no, c.inquiry_no from claims_incident i
        join coupons_coupon c on c.id = i.coupon_id join coupons_scheme s on s.id = i.scheme_id
        left join coupons_member m on m.id = c.member_id
        where i.scheme_id = %(scheme)s and i.state = 'approved' and %(at)s < s.receive_until
            and (i.deliver_by not in ('', 'call') or i.deliver_by = '' and i.phone ~ '^0[6-9]0[1-9][0-9]{{7}}$')
            and exists (
                select from payouts_entitlement e where e.coupon_id = c.id and e.payout_id is null
                    and e.lapsed_at is null and e.cause = 'ledger' and e.made_at + interval '1 day' <= %(at)s
            )
            and not ({IS_SENT_TO_MEMBER} and {IS_REACHABLE}) and not {IS_CLAIMED}
            and not exists (
                select from {LIVE_LINES} l where l.coupon_id = c.id and l.state in ('review', 'accepted')
            )
            and not exists (
                select from claims_deskclaim d join claims_claim own on own.id = d.claim_id
                where d.incident_id = i.id and own.filed_at >= i.decided_at
            )
    """,
    # -- between schemes
    "nothing crosses from one scheme to another": """
        select c.inquiry_no from coupons_coupon c
        left join coupons_member m on m.id = c.member_id
        left join coupons_entry e on e.coupon_id = c.id
        left join payouts_entitlement o on o.coupon_id = c.id
        where c.scheme_id = %(scheme)s and (m.scheme_id <> c.scheme_id or e.scheme_id <> c.scheme_id
            or o.scheme_id <> c.scheme_id)
        group by c.id
    """,
}
