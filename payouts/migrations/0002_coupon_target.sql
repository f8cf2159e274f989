-- The freeze is one formula (design 5). For a covered coupon:
--   target = max(0, sum of entries that count before usable_until)
--          + reinstatements that count from usable_until on, less their reversals.
-- Used by the freeze, the statement and the audit; nobody else adds entries up to say what is owed.
create view coupon_target as
select
    x.scheme_id,
    x.coupon_id,
    greatest(0, coalesce(sum(e.amount_yen) filter (where e.counts_at < s.usable_until), 0))
        + coalesce((
            select sum(r.amount_yen) from coupons_entry r
            where r.coupon_id = x.coupon_id and r.kind in ('reinstatement', 'reversal') and r.counts_at >= s.usable_until
        ), 0) as target_yen
from coupons_extension x
join coupons_scheme s on s.id = x.scheme_id
left join coupons_entry e on e.coupon_id = x.coupon_id
group by x.scheme_id, x.coupon_id, s.usable_until;
alter table payouts_entitlement
    add constraint an_entitlement_and_its_coupon_are_of_one_scheme
        foreign key (coupon_id, scheme_id) references coupons_coupon (id, scheme_id);
