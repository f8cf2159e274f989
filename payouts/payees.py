"""Who is paid without a claim, in SQL: one rule for the statement, the opening, the lapse and the audit.

Aliases: c = coupons_coupon, m = coupons_member (may be missing), s = coupons_scheme.
"""

# "Left the app" is judged at the freeze (question 12); who left before, or never charged, claims (notice 2.A2-app).
IS_SENT_TO_MEMBER = """(c.charged_at is not null and m.id is not null
    and (m.left_at is null or m.left_at >= s.usable_until))"""
MOBILE = "^0[6789]0[0-9]{8}$"  # an SMS reaches no other number
IS_REACHABLE = f"(m.email <> '' or m.phone ~ '{MOBILE}')"
# Lines that keep a coupon for their claim. A withdrawn claim has none, whatever its lines say.
LIVE_LINES = """(
    select line.id, line.coupon_id, line.claim_id, line.state from claims_claimline line
    join claims_claim asks on asks.id = line.claim_id and asks.withdrawn_at is null
    where line.state in ('filed', 'review', 'accepted', 'granted')
)"""
# e = an entitlement that two persons granted to a claim of its own: it is never the member's, nor the accepted line's.
IS_GRANTED_AWAY = """(e.cause = 'decision' and exists (
    select from claims_claimline granted where granted.coupon_id = e.coupon_id and granted.state = 'granted'))"""
# Claimed and not decided yet: such a line has no coupon, only the number as stated (claims/decisions.py).
IS_CLAIMED = """exists (
    select from claims_claimline waits join claims_claim asking on asking.id = waits.claim_id
    where waits.stated_no = c.inquiry_no and asking.scheme_id = c.scheme_id and asking.withdrawn_at is null
        and waits.state in ('filed', 'review'))"""
# c = a coupon with a cancellation that may be of what we gave back: a person says what it belongs to first (case 29).
IS_IN_QUESTION = "exists (select from cancellation_in_question q where q.coupon_id = c.id)"
# A live line decides instead of the member.
HAS_LIVE_LINE = f"""exists (
    select from {LIVE_LINES} live where live.coupon_id = c.id and live.state in ('review', 'accepted'))"""
# Reported and not decided yet: what such a coupon is owed waits for us (question 15).
HAS_OPEN_INCIDENT = """(exists (
    select from claims_incident reported where reported.coupon_id = c.id and reported.decided_at is null)
    or exists (
        select from claims_incident named where named.stated_no = c.inquiry_no and named.coupon_id is null
            and named.scheme_id = c.scheme_id and named.decided_at is null))"""
