"""Invariants of how points come: codes on record, order lists, answers that were kept apart."""

INVARIANTS = {
    "an issued order has one code on record": """
        select o.id from payouts_pointorder o join payouts_payout p on p.id = o.payout_id
        left join payouts_pointcode k on k.order_id = o.id
        where p.scheme_id = %(scheme)s and o.state = 'issued' and k.id is null
    """,
    "a code is of one row of the stock and one order": """
        select encode(k.code_fingerprint, 'hex') from payouts_pointcode k
        group by k.code_fingerprint having count(*) > 1
        union all
        select o.id::text from payouts_pointcode k join payouts_pointorder o on o.id = k.order_id
        join payouts_payout p on p.id = o.payout_id where p.scheme_id = %(scheme)s
        group by o.id having count(*) > 1
    """,
    "an order list is its orders": """
        select l.id, l.line_count, l.total_yen from payouts_orderlist l
        left join payouts_pointorder o on o.order_list_id = l.id
        left join payouts_payout p on p.id = o.payout_id
        where l.scheme_id = %(scheme)s
        group by l.id having count(o.id) <> l.line_count or coalesce(sum(p.amount_yen), 0) <> l.total_yen
    """,
    "a list stands as it was sent": """
        select l.id from payouts_orderlist l where l.scheme_id = %(scheme)s and l.digest <> sha256(l.xlsx)
    """,
    "what is kept apart was given to nobody": """
        select a.id from payouts_quarantinedanswer a join payouts_pointorder o on o.id = a.order_id
        join payouts_payout p on p.id = o.payout_id
        join payouts_pointcode k on k.code_fingerprint = a.code_fingerprint and k.order_id = o.id
        where p.scheme_id = %(scheme)s and a.settled_at is null
    """,
}
