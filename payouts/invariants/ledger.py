"""Invariants of the ledger, of extensions, and of what regionPAY is told."""

INVARIANTS = {
    "a coupon has one issue entry, of its face value": """
        select c.inquiry_no from coupons_coupon c
        left join coupons_entry e on e.coupon_id = c.id and e.kind = 'issue'
        where c.scheme_id = %(scheme)s group by c.id having count(e.id) <> 1 or sum(e.amount_yen) <> c.face_value_yen
    """,
    "no more is given back than a payment took": """
        select p.entry_no from (
            select cancels_id as payment, amount_yen from coupons_entry where cancels_id is not null
            union all select restores_id, amount_yen from coupons_entry where restores_id is not null
            union all select r.restores_id, v.amount_yen
                from coupons_entry v join coupons_entry r on r.id = v.reverses_id
            union all select a.payment_id, u.amount_yen
                from coupons_cancellationanswer a join coupons_entry u on u.id = a.entry_id
            union all select share.key::bigint, share.value::bigint
                from coupons_cancellationanswer a cross join jsonb_each_text(a.shares) share
        ) given_back
        join coupons_entry p on p.id = given_back.payment
        where p.scheme_id = %(scheme)s
        group by p.id having sum(given_back.amount_yen) > -p.amount_yen
    """,
    "no more is reversed than was restored": """
        select r.entry_no from coupons_entry r join coupons_entry v on v.reverses_id = r.id
        where r.scheme_id = %(scheme)s group by r.id having sum(v.amount_yen) < -r.amount_yen
    """,
    "an undoing counts when the undone did": """
        select e.entry_no from coupons_entry e join coupons_entry u on u.id = coalesce(e.cancels_id, e.reverses_id)
        where e.scheme_id = %(scheme)s and (e.counts_at <> u.counts_at or e.coupon_id <> u.coupon_id)
    """,
    "no restoration lifts a balance above face value": """
        select c.inquiry_no from coupons_coupon c
        join coupons_entry e on e.coupon_id = c.id
        where c.scheme_id = %(scheme)s and c.id in (
            select coupon_id from coupons_entry where kind in ('reinstatement', 'reversal')
            group by coupon_id having sum(amount_yen) > 0
        )
        group by c.id having sum(e.amount_yen) > c.face_value_yen
    """,
    # -- extensions and what regionPAY is told
    "an extension is told to regionPAY": """
        select c.inquiry_no from coupons_extension x join coupons_coupon c on c.id = x.coupon_id
        where x.scheme_id = %(scheme)s and not exists (
            select from coupons_change h where h.coupon_id = x.coupon_id and h.kind = 'extension' and h.until = x.until
        )
    """,
    "regionPAY is told of no extension that is none": """
        select h.key from coupons_change h where h.scheme_id = %(scheme)s and h.kind = 'extension'
        and not exists (select from coupons_extension x where x.coupon_id = h.coupon_id)
    """,
    "a restoration or reversal is told to regionPAY": """
        select e.entry_no from coupons_entry e
        where e.scheme_id = %(scheme)s and e.kind in ('reinstatement', 'reversal')
        and not exists (
            select from coupons_change h where h.entry_id = e.id and h.key = e.entry_no and h.coupon_id = e.coupon_id
        )
    """,
    "a report of (B) gives what stands restored for it": """
        select i.receipt_no from claims_incident i where i.scheme_id = %(scheme)s and i.approved_yen <> (
            select coalesce(sum(r.amount_yen + coalesce(v.amount_yen, 0)), 0) from claims_incidentpayment ip
            join coupons_entry r on r.id = ip.restoration_id left join coupons_entry v on v.id = ip.reversal_id
            where ip.incident_id = i.id
        )
    """,
    "two persons gave what takes two": """
        select i.receipt_no from claims_incident i join claims_incidentdecision d on d.incident_id = i.id
        where i.scheme_id = %(scheme)s and d.state = 'approved' and d.settled_by_id = d.made_by_id
            and (d.why_two <> '[]' or i.kind = 'other' or d.total_yen > 3000)
    """,
    "a restored coupon is covered": """
        select distinct c.inquiry_no from coupons_entry e join coupons_coupon c on c.id = e.coupon_id
        where e.scheme_id = %(scheme)s and e.kind = 'reinstatement'
        and not exists (select from coupons_extension x where x.coupon_id = e.coupon_id)
    """,
}
