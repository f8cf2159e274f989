-- As before, and two things more. A claim whose line is accepted is paid before the member of its coupon, so its place is
-- compared with the caller's whoever the member is. And who asked for a claim's new place does not decide alone that more
-- goes there, though another has approved the place: neither the report nor the sum was before them.
create or replace function an_incident_is_approved_as_it_was_restored() returns trigger language plpgsql as $$
declare
    d claims_incidentdecision;
    s coupons_scheme;
    restored bigint;
    others bigint;
    balance bigint := 0;
    is_typed boolean;
    is_outside boolean;
    is_without_shop boolean;
    is_in_question boolean;
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
        bool_or(p.store_id is null),
        bool_or(-p.amount_yen <> (
            select coalesce(sum(amount_yen), 0) from (
                select amount_yen from coupons_entry where cancels_id = p.id
                union all select amount_yen from coupons_entry where restores_id = p.id
                union all select v.amount_yen from coupons_entry r join coupons_entry v on v.reverses_id = r.id
                    where r.restores_id = p.id
            ) back))
        into restored, is_outside, is_without_shop, is_typed
        from claims_incidentpayment ip join coupons_entry p on p.id = ip.payment_id
        where ip.decision_id = d.id and ip.reversal_id is null;
    if (new.approved_yen, d.total_yen) is distinct from (restored::int, restored::int) then
        perform refuse_incident(new.id, 'an_approved_incident_gives_what_was_restored');
    end if;
    select coalesce(sum(approved_yen), 0) into others from claims_incident
        where coupon_id = new.coupon_id and id <> new.id and state = 'approved';
    if not exists (select from coupons_extension where coupon_id = new.coupon_id and ground = 'A') then
        select coalesce(sum(amount_yen), 0) into balance from coupons_entry
            where coupon_id = new.coupon_id and (counts_at < s.usable_until or kind in ('reinstatement', 'reversal'));
    end if;
    is_in_question := exists (
        select from claims_claimline l join claims_claim k on k.id = l.claim_id
            join coupons_coupon c on c.id = new.coupon_id
        where k.scheme_id = new.scheme_id and k.withdrawn_at is null and (
            (l.stated_no = c.inquiry_no and l.state in ('filed', 'review'))
            or (l.coupon_id = c.id and l.state in ('review', 'accepted')))
    ) and not exists (
        select from claims_claimline l join claims_claim k on k.id = l.claim_id
        where l.coupon_id = new.coupon_id and l.state in ('accepted', 'granted') and k.withdrawn_at is null
            and k.contact_key in (new.phone, nullif(lower(regexp_replace(new.deliver_to, '[+][^@]*@', '@')), ''))
    ) and (exists (
        select from claims_claimline l join claims_claim k on k.id = l.claim_id
        where l.coupon_id = new.coupon_id and l.state in ('accepted', 'granted') and k.withdrawn_at is null
    ) or not exists (
        select from coupons_coupon c join coupons_member m on m.id = c.member_id
        where c.id = new.coupon_id and c.charged_at is not null and (m.left_at is null or m.left_at >= s.usable_until)
            and (m.email <> '' or m.phone ~ '^0[6789]0[0-9]{8}$')
    ));
    if d.settled_by_id = d.made_by_id and (
        greatest(others + restored, balance) > 3000 or is_in_question or new.kind = 'other' or is_outside
        or is_without_shop or is_typed or exists (
            select from claims_storeconfirmation
            where incident_id = new.id and result in ('agrees', 'records') and settled_by_id = d.made_by_id)
    ) then
        perform refuse_incident(new.id, 'these_decisions_take_two_persons');
    end if;
    if new.taken_by_id = d.settled_by_id or exists (
        select from claims_routechange where incident_id = new.id and by_id = d.settled_by_id
    ) or exists (
        select from claims_claimline l join claims_deskclaim k on k.claim_id = l.claim_id
        where l.coupon_id = new.coupon_id and l.state in ('review', 'accepted') and k.taken_by_id = d.settled_by_id
    ) or exists (
        select from claims_claimline l join claims_claim k on k.id = l.claim_id
            join auth_user u on u.username = l.decided_by
        where l.coupon_id = new.coupon_id and l.state in ('review', 'accepted') and k.withdrawn_at is null
            and u.id = d.settled_by_id
            and not exists (select from claims_deskclaim t where t.claim_id = k.id and t.incident_id is not null)
    ) or exists (
        select from claims_proposal q join claims_claimline l on l.claim_id = q.claim_id
        where q.deed = 'destination' and q.state = 'approved' and q.made_by_id = d.settled_by_id
            and l.coupon_id = new.coupon_id and l.state in ('review', 'accepted')
    ) then
        perform refuse_incident(new.id, 'nobody_approves_what_goes_where_they_sent_it');
    end if;
    return new;
end
$$;
