"""Invariants of what leaves: payouts, links, orders, codes, batches."""

from payouts.opening import CLAIMS, MEMBERS, TOO_MUCH
from payouts.payees import HAS_LIVE_LINE, IS_GRANTED_AWAY, IS_IN_QUESTION, IS_REACHABLE, IS_SENT_TO_MEMBER

# What stands in the stored bytes of files that count: a row a transfer. Purged ones have blanks in their place.
ROWS = """
    with files as materialized (
        select id, number, line_count, length(zengin) / (line_count + 3) as step,
            zengin || ''::bytea as bytes  -- unpacked once, not for each row
        from payouts_refundbatch
        where scheme_id = %(scheme)s and state in ('exported', 'closed') and length(xlsx) > 0
    ), stored as materialized (
        select f.id, f.number, n, encode(substr(f.bytes, f.step * n + 92, 10), 'escape') as reference,
            encode(substr(f.bytes, f.step * n + 102, 10), 'escape') as of_batch,
            encode(substr(f.bytes, f.step * n + 81, 10), 'escape') as yen
        from files f, generate_series(1, f.line_count) n
    )
"""

INVARIANTS = {
    # -- payouts
    "a live payout is the sum of its entitlements": """
        select p.id, p.amount_yen from payouts_payout p left join payouts_entitlement e on e.payout_id = p.id
        where p.scheme_id = %(scheme)s and p.state in ('open', 'ordered', 'paid')
        group by p.id having coalesce(sum(e.amount_yen), 0) <> p.amount_yen
    """,
    "a payout is the sum of its items": """
        select p.id, p.amount_yen from payouts_payout p left join payouts_payoutitem i on i.payout_id = p.id
        where p.scheme_id = %(scheme)s group by p.id having coalesce(sum(i.amount_yen), 0) <> p.amount_yen
    """,
    "no entitlement hangs on a payout that was taken back": """
        select e.id, p.id, p.state from payouts_entitlement e join payouts_payout p on p.id = e.payout_id
        where e.scheme_id = %(scheme)s and p.state in ('returned', 'void', 'lapsed')
    """,
    "no more leaves for a coupon's balance than its face value": """
        select c.inquiry_no from payouts_payoutitem i
        join payouts_payout p on p.id = i.payout_id join coupons_coupon c on c.id = i.coupon_id
        where p.scheme_id = %(scheme)s and p.state in ('open', 'ordered', 'paid') and i.cause = 'ledger'
        group by c.id having sum(i.amount_yen) > c.face_value_yen
    """,
    "a member is paid for coupons of their own": """
        select p.id, c.inquiry_no from payouts_payout p
        join payouts_payoutitem i on i.payout_id = p.id join coupons_coupon c on c.id = i.coupon_id
        where p.scheme_id = %(scheme)s and p.member_id is not null and c.member_id is distinct from p.member_id
    """,
    "a claim is paid for coupons it was accepted for": """
        select p.id, i.coupon_id from payouts_payout p join payouts_payoutitem i on i.payout_id = p.id
        where p.scheme_id = %(scheme)s and p.state in ('open', 'ordered', 'paid') and p.claim_id is not null
        and not exists (
            select from claims_claimline l
            where l.claim_id = p.claim_id and l.coupon_id = i.coupon_id
                and (l.state = 'accepted' or (l.state = 'granted' and i.cause = 'decision'))
        )
    """,
    "nobody who is owed is forgotten": f"""
        select c.inquiry_no from payouts_entitlement e
        join coupons_coupon c on c.id = e.coupon_id join coupons_scheme s on s.id = e.scheme_id
        join coupons_member m on m.id = c.member_id
        where e.scheme_id = %(scheme)s and e.payout_id is null and e.lapsed_at is null and s.stopped_at is null
            and %(at)s >= greatest(s.points_from, e.made_at) + interval '1 day'
            and {IS_SENT_TO_MEMBER} and {IS_REACHABLE} and not {HAS_LIVE_LINE} and not {IS_GRANTED_AWAY}
            and not {IS_IN_QUESTION}
    """,
    "no payee is owed more than a payout can hold": f"""
        select 'member', * from ({TOO_MUCH.format(free=MEMBERS.free)}) m
        union all select 'claim', * from ({TOO_MUCH.format(free=CLAIMS.free)}) k
    """,
    "a withdrawn claim has no live lines": """
        select k.receipt_no, l.stated_no from claims_claim k join claims_claimline l on l.claim_id = k.id
        where k.scheme_id = %(scheme)s and k.withdrawn_at is not null
            and l.state in ('filed', 'review', 'accepted', 'granted')
    """,
    # -- links
    "a live link is of a live points payout": """
        select l.id, p.state from payouts_receivelink l join payouts_payout p on p.id = l.payout_id
        where p.scheme_id = %(scheme)s and l.revoked_at is null
            and (p.state not in ('open', 'ordered', 'paid') or p.method <> 'points')
    """,
    "an open points payout has a live link": """
        select p.id from payouts_payout p
        where p.scheme_id = %(scheme)s and p.state = 'open' and p.method = 'points'
        and not exists (select from payouts_receivelink l where l.payout_id = p.id and l.revoked_at is null)
    """,
    "every live link was told or will be": """
        select l.id from payouts_receivelink l join payouts_payout p on p.id = l.payout_id
        where p.scheme_id = %(scheme)s and l.revoked_at is null
        except select (m.context -> 'link' ->> 'id')::bigint from notifications_message m
        where starts_with(m.about, 'payouts.payout/') and m.state <> 'cancelled'
    """,
    "nothing more is sent about a payout that was taken back": """
        select m.key from notifications_message m join payouts_payout p on m.about = 'payouts.payout/' || p.id
        where p.scheme_id = %(scheme)s and p.state in ('void', 'lapsed') and m.state = 'queued'
            and m.template = 'receive_link'
    """,
    # -- orders and codes
    "an ordered or paid points payout has one order": """
        select p.id from payouts_payout p
        left join payouts_pointorder o on o.payout_id = p.id and o.state <> 'refused'
        where p.scheme_id = %(scheme)s and p.method = 'points' and p.state in ('ordered', 'paid')
        group by p.id having count(o.id) <> 1
    """,
    "nothing is out for a payout that is open or taken back": """
        select p.id, p.state from payouts_payout p
        where p.scheme_id = %(scheme)s and p.state in ('open', 'void', 'lapsed') and p.method = 'points'
        and exists (select from payouts_pointorder o where o.payout_id = p.id and o.state <> 'refused')
    """,
    "paid by points means that the code is stored": """
        select p.id from payouts_payout p
        where p.scheme_id = %(scheme)s and p.method = 'points' and p.state = 'paid'
        and not exists (
            select from payouts_pointorder o
            where o.payout_id = p.id and o.state = 'issued' and o.code_sealed is not null
        )
    """,
    "a stored code means paid": """
        select p.id, p.state from payouts_payout p join payouts_pointorder o on o.payout_id = p.id
        where p.scheme_id = %(scheme)s and o.state = 'issued' and p.state <> 'paid'
    """,
    "a code has the brand and value of its order": """
        select k.id from payouts_pointcode k join payouts_pointorder o on o.id = k.order_id
        join payouts_payout p on p.id = o.payout_id
        where p.scheme_id = %(scheme)s
            and (k.brand <> o.brand or k.face_value_yen <> p.amount_yen or o.state = 'refused')
    """,
    "nothing is ordered after the last day to receive it": """
        select o.id from payouts_pointorder o join payouts_payout p on p.id = o.payout_id
        where p.scheme_id = %(scheme)s and o.ordered_at >= p.receive_until
    """,
    # -- batches
    "a submitted batch is its lines": """
        select b.number from payouts_refundbatch b
        left join payouts_refundline l on l.batch_id = b.id and l.excluded_at is null
        where b.scheme_id = %(scheme)s and b.state not in ('draft', 'cancelled', 'refused')
        group by b.id having count(l.id) <> b.line_count or coalesce(sum(l.amount_yen), 0) <> b.total_yen
    """,
    "a line is an ordered refund of its amount": """
        select l.id from payouts_refundline l join payouts_refundbatch b on b.id = l.batch_id
        join payouts_payout p on p.id = l.payout_id
        where b.scheme_id = %(scheme)s and l.excluded_at is null and (
            p.amount_yen <> l.amount_yen or p.method <> 'refund' or p.scheme_id <> b.scheme_id
            or (b.state in ('exported', 'closed') and p.state not in ('ordered', 'paid', 'returned'))
        )
    """,
    "a refund that is ordered or paid is on a line of an approved batch": """
        select p.id, p.state from payouts_payout p
        where p.scheme_id = %(scheme)s and p.method = 'refund' and p.state in ('ordered', 'paid') and not exists (
            select from payouts_refundline l join payouts_refundbatch b on b.id = l.batch_id
            where l.payout_id = p.id and l.excluded_at is null and b.state in ('approved', 'exported', 'closed')
        )
    """,
    "a batch is approved by another person": """
        select number from payouts_refundbatch b where scheme_id = %(scheme)s
            and (approved_by in (made_by, submitted_by)
                or (state in ('approved', 'exported', 'closed') and (approved_by is null or exists (
                    select from payouts_refundline l where l.batch_id = b.id and l.excluded_by = approved_by
                ))))
    """,
    "one live line a payout": """
        select l.payout_id from payouts_refundline l join payouts_refundbatch b on b.id = l.batch_id
        where b.scheme_id = %(scheme)s and l.excluded_at is null group by l.payout_id having count(*) > 1
    """,
    "a batch that was given up holds nobody's refund": """
        select b.number, l.payout_id from payouts_refundbatch b join payouts_refundline l on l.batch_id = b.id
        where b.scheme_id = %(scheme)s and b.state in ('cancelled', 'refused') and l.excluded_at is null
    """,
    "a file is void by two persons": """
        select number from payouts_refundbatch
        where scheme_id = %(scheme)s and state = 'refused'
            and (refused_by is null or refusal_confirmed_by is null or refused_by = refusal_confirmed_by)
    """,
    "no refund is in two files": f"""
        {ROWS} select reference, array_agg(number order by number) from stored
        group by reference having count(*) > 1
    """,
    "the rows of a file are its batch's": f"""
        {ROWS}, lines as (
            select l.batch_id as id, row_number() over (partition by l.batch_id order by l.line_no) as n,
                lpad(l.payout_id::text, 10, '0') as reference, lpad(l.amount_yen::text, 10, '0') as yen,
                lpad(f.number::text, 10, '0') as of_batch
            from payouts_refundline l join files f on f.id = l.batch_id where l.excluded_at is null
        )
        select distinct id from stored full join lines using (id, n)
        where (stored.reference, stored.of_batch, stored.yen)
            is distinct from (lines.reference, lines.of_batch, lines.yen)
    """,
    "a file of transfers is its batch": """
        select number from payouts_refundbatch
        where scheme_id = %(scheme)s and exported_at is not null and (
            mod(length(zengin), line_count + 3) <> 0
            or encode(substr(zengin, 55, 4), 'escape') <> to_char(transfer_on, 'MMDD')
            or convert_from(substr(zengin, length(zengin) / (line_count + 3) * (line_count + 1) + 1, 19), 'SQL_ASCII')
                <> '8' || lpad(line_count::text, 6, '0') || lpad(total_yen::text, 12, '0')
        )
    """,
    # -- what came back
    "what came back was booked by two persons": """
        select l.id from payouts_refundline l join payouts_refundbatch b on b.id = l.batch_id
        where b.scheme_id = %(scheme)s and l.outcome = 'returned' and not exists (
            select from payouts_transferoutcome o
            where o.line_id = l.id and o.state = 'booked' and o.outcome = 'returned' and o.settled_by_id <> o.made_by_id
        )
    """,
    "a paid refund is on a line that was credited": """
        select p.id from payouts_payout p
        where p.scheme_id = %(scheme)s and p.method = 'refund' and p.state = 'paid' and not exists (
            select from payouts_refundline l join payouts_refundbatch b on b.id = l.batch_id
            where l.payout_id = p.id and l.excluded_at is null and l.outcome = 'credited'
                and b.state in ('exported', 'closed')
        )
    """,
    "a refund that came back is on a line that came back": """
        select p.id from payouts_payout p
        where p.scheme_id = %(scheme)s and p.method = 'refund' and p.state = 'returned' and not exists (
            select from payouts_refundline l
            where l.payout_id = p.id and l.excluded_at is null and l.outcome = 'returned'
        )
    """,
    "a line that came back is not paid": """
        select p.id, p.state from payouts_refundline l join payouts_payout p on p.id = l.payout_id
        where p.scheme_id = %(scheme)s and l.excluded_at is null and l.outcome = 'returned' and p.state <> 'returned'
    """,
}
