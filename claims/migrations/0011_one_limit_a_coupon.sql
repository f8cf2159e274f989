-- The limit of 3,000 yen for one person (incident_deciding.LIMIT_YEN) is for a coupon, over all its reports.
create or replace function an_incident_is_approved_as_it_was_restored() returns trigger language plpgsql as $$
declare
    d claims_incidentdecision;
    s coupons_scheme;
    restored bigint;
    others bigint;
    is_typed boolean;
    is_outside boolean;
begin
    select * into d from claims_incidentdecision where incident_id = new.id and state = 'approved';
    if not found then
        perform refuse_incident(new.id, 'an_approved_incident_has_its_decision');
    end if;
    if new.kind <> 'other' and not exists (
        select from claims_storeconfirmation where incident_id = new.id and result in ('agrees', 'records')
    ) then
        perform refuse_incident(new.id, 'a_shop_has_answered_before_it_is_confirmed_or_refuted');
    end if;
    select * into s from coupons_scheme where id = new.scheme_id;
    select coalesce(sum(ip.amount_yen), 0),
        bool_or(p.occurred_at < s.outage_from or p.occurred_at >= s.outage_until),
        bool_or(-p.amount_yen <> (
            select coalesce(sum(amount_yen), 0) from (
                select amount_yen from coupons_entry where cancels_id = p.id
                union all select amount_yen from coupons_entry where restores_id = p.id
                union all select v.amount_yen from coupons_entry r join coupons_entry v on v.reverses_id = r.id
                    where r.restores_id = p.id
            ) back))
        into restored, is_outside, is_typed
        from claims_incidentpayment ip join coupons_entry p on p.id = ip.payment_id
        where ip.decision_id = d.id and ip.reversal_id is null;
    if (new.approved_yen, d.total_yen) is distinct from (restored::int, restored::int) then
        perform refuse_incident(new.id, 'an_approved_incident_gives_what_was_restored');
    end if;
    select coalesce(sum(approved_yen), 0) into others from claims_incident
        where coupon_id = new.coupon_id and id <> new.id and state = 'approved';
    if d.settled_by_id = d.made_by_id and (others + restored > 3000 or new.kind = 'other' or is_outside or is_typed) then
        perform refuse_incident(new.id, 'these_decisions_take_two_persons');
    end if;
    return new;
end
$$;
