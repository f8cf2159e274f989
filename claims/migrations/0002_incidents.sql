-- What no check constraint can say about case (B): how an incident moves, and what an approval must have behind it.

alter table claims_incident
    add constraint an_incident_and_its_coupon_are_of_one_scheme
        foreign key (coupon_id, scheme_id) references coupons_coupon (id, scheme_id),
    add constraint an_incident_and_its_store_are_of_one_scheme
        foreign key (store_id, scheme_id) references coupons_store (id, scheme_id);

create function refuse_incident(incident bigint, guard text) returns void language plpgsql as $$
begin
    raise exception 'incident % cannot do this (%)', incident, guard
        using errcode = 'check_violation', constraint = guard;
end
$$;

create function an_incident_begins_open() returns trigger language plpgsql as $$
begin
    perform refuse_incident(new.id, 'an_incident_begins_open');
    return null;
end
$$;
create trigger an_incident_begins_open before insert on claims_incident
    for each row when (new.state <> 'open') execute function an_incident_begins_open();

-- The same table as Incident.MOVES; an inquiry (ground X) is approved by two persons without any shop.
create function an_incident_moves_along_its_table() returns trigger language plpgsql as $$
begin
    if (old.state, new.state) not in (
        ('open', 'confirming'), ('open', 'declined'), ('open', 'closed'),
        ('confirming', 'confirmed'), ('confirming', 'refuted'), ('confirming', 'declined'), ('confirming', 'closed'),
        ('confirmed', 'confirming'), ('confirmed', 'approved'), ('confirmed', 'declined'), ('confirmed', 'closed'),
        ('refuted', 'confirming'), ('refuted', 'declined'), ('refuted', 'closed'),
        ('approved', 'confirmed')
    ) and not (new.kind = 'other' and (
        (old.state in ('open', 'confirming') and new.state = 'approved') or (old.state = 'approved' and new.state = 'open')
    )) then
        perform refuse_incident(old.id, 'an_incident_moves_along_its_table');
    end if;
    return new;
end
$$;
create trigger an_incident_moves_along_its_table before update of state on claims_incident
    for each row when (old.state <> new.state) execute function an_incident_moves_along_its_table();

-- Who reported what stays; and once decided, all of it.
create function what_was_reported_stays() returns trigger language plpgsql as $$
begin
    perform refuse_incident(old.id, 'what_was_reported_stays');
    return null;
end
$$;
create trigger what_was_reported_stays before update on claims_incident
    for each row when (
        (old.id, old.scheme_id, old.receipt_no, old.form_nonce, old.taken_by_id, old.taken_at)
        is distinct from (new.id, new.scheme_id, new.receipt_no, new.form_nonce, new.taken_by_id, new.taken_at)
        or (old.state in ('approved', 'declined', 'closed') and
            (to_jsonb(old) - '{state,approved_yen,words,reason,decided_by_id,decided_at}'::text[])
            <> (to_jsonb(new) - '{state,approved_yen,words,reason,decided_by_id,decided_at}'::text[]))
        or (old.state in ('declined', 'closed') and to_jsonb(old) <> to_jsonb(new))
    ) execute function what_was_reported_stays();
create trigger an_incident_is_never_deleted before delete on claims_incident
    for each row execute function forbid_change();
create trigger incidents_are_never_emptied before truncate on claims_incident
    for each statement execute function forbid_change();

-- Confirmed: the shop has agreed, or a supervisor has decided on the records. Refuted: it has not.
create function a_shop_has_answered() returns trigger language plpgsql as $$
begin
    if not exists (
        select from claims_storeconfirmation
        where incident_id = new.id and result = any (
            case new.state when 'refuted' then array['differs'] else array['agrees', 'records'] end)
    ) then
        perform refuse_incident(new.id, 'a_shop_has_answered_before_it_is_confirmed_or_refuted');
    end if;
    return new;
end
$$;
create trigger a_shop_has_answered before update of state on claims_incident
    for each row when (new.state in ('confirmed', 'refuted') and old.state <> new.state)
    execute function a_shop_has_answered();

-- What one person may give back is limited to what case (B) makes owed on the coupon in all (claims/two_persons.py): what
-- all its reports restore, and the balance that nothing but (B) covers. The supervisor who decided on the records does not
-- decide alone, nor does anybody where only a claim that is still being looked at would be paid. And nobody approves what
-- goes where their own hand has sent it: who took the report, corrected its contact, attached its coupon, or entered a
-- claim for it.
create function an_incident_is_approved_as_it_was_restored() returns trigger language plpgsql as $$
declare
    d claims_incidentdecision;
    s coupons_scheme;
    restored bigint;
    others bigint;
    balance bigint := 0;
    is_typed boolean;
    is_outside boolean;
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
    if not exists (select from coupons_extension where coupon_id = new.coupon_id and ground = 'A') then
        select coalesce(sum(amount_yen), 0) into balance from coupons_entry
            where coupon_id = new.coupon_id and (counts_at < s.usable_until or kind in ('reinstatement', 'reversal'));
    end if;
    is_in_question := exists (
        select from claims_claimline l join claims_claim k on k.id = l.claim_id join coupons_coupon c on c.id = new.coupon_id
        where k.scheme_id = new.scheme_id and k.withdrawn_at is null and l.stated_no = c.inquiry_no
            and l.state in ('filed', 'review')
    ) and not exists (
        select from claims_claimline l join claims_claim k on k.id = l.claim_id
        where l.coupon_id = new.coupon_id and l.state in ('accepted', 'granted') and k.withdrawn_at is null
    ) and not exists (
        select from coupons_coupon c join coupons_member m on m.id = c.member_id
        where c.id = new.coupon_id and c.charged_at is not null and (m.left_at is null or m.left_at >= s.usable_until)
            and (m.email <> '' or m.phone ~ '^0[6789]0[0-9]{8}$')
    );
    if d.settled_by_id = d.made_by_id and (
        greatest(others + restored, balance) > 3000 or is_in_question or new.kind = 'other' or is_outside or is_typed or exists (
            select from claims_storeconfirmation
            where incident_id = new.id and result = 'records' and settled_by_id = d.made_by_id)
    ) then
        perform refuse_incident(new.id, 'these_decisions_take_two_persons');
    end if;
    if new.taken_by_id = d.settled_by_id or exists (
        select from claims_routechange where incident_id = new.id and by_id = d.settled_by_id
    ) or exists (
        select from claims_claimline l join claims_deskclaim k on k.claim_id = l.claim_id
        where l.coupon_id = new.coupon_id and l.state in ('review', 'accepted') and k.taken_by_id = d.settled_by_id
    ) then
        perform refuse_incident(new.id, 'nobody_approves_what_goes_where_they_sent_it');
    end if;
    return new;
end
$$;
create trigger an_incident_is_approved_as_it_was_restored before update of state on claims_incident
    for each row when (new.state = 'approved' and old.state <> 'approved')
    execute function an_incident_is_approved_as_it_was_restored();

-- Back from approved only when every restoration was reversed and the decision is undone.
create function an_undone_incident_gave_everything_back() returns trigger language plpgsql as $$
begin
    if exists (select from claims_incidentpayment where incident_id = new.id and reversal_id is null)
        or exists (select from claims_incidentdecision where incident_id = new.id and state = 'approved') then
        perform refuse_incident(new.id, 'an_undone_incident_gave_everything_back');
    end if;
    return new;
end
$$;
create trigger an_undone_incident_gave_everything_back before update of state on claims_incident
    for each row when (old.state = 'approved' and new.state <> 'approved')
    execute function an_undone_incident_gave_everything_back();

-- A decision begins waiting, is settled once, keeps what it asks for, and is undone after it was approved only.
create function a_decision_stays_as_it_was_made() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.state = 'waiting' then
            return new;
        end if;
    elsif tg_op = 'UPDATE' then
        if (to_jsonb(old) - '{state,settled_by_id,settled_at,answer,undone_by_id,undone_at,undone_why}'::text[])
            = (to_jsonb(new) - '{state,settled_by_id,settled_at,answer,undone_by_id,undone_at,undone_why}'::text[])
            and (old.state = 'waiting' or (
                old.state = 'approved' and new.state = 'undone'
                and (old.settled_by_id, old.settled_at, old.answer) = (new.settled_by_id, new.settled_at, new.answer))) then
            return new;
        end if;
    end if;
    raise exception 'decision % stays as it was made', coalesce(old.id, new.id)
        using errcode = 'restrict_violation', constraint = 'a_decision_stays_as_it_was_made';
end
$$;
create trigger a_decision_stays_as_it_was_made before insert or update or delete on claims_incidentdecision
    for each row execute function a_decision_stays_as_it_was_made();
create trigger decisions_are_never_emptied before truncate on claims_incidentdecision
    for each statement execute function forbid_change();

-- What was given back points to the entry that gave it back, for ever; later only to the one that took it again.
create function a_restored_payment_is_its_entries() returns trigger language plpgsql as $$
declare
    r coupons_entry;
begin
    if tg_op = 'DELETE' or (tg_op = 'UPDATE' and (
        to_jsonb(old) - 'reversal_id' <> to_jsonb(new) - 'reversal_id' or old.reversal_id is not null
        or not exists (
            select from coupons_entry v
            where v.id = new.reversal_id and v.reverses_id = new.restoration_id and v.amount_yen = -new.amount_yen
        )
    )) then
        raise exception 'restored payment % stays', old.id
            using errcode = 'restrict_violation', constraint = 'a_restored_payment_stays';
    end if;
    if tg_op = 'INSERT' then
        select * into r from coupons_entry where id = new.restoration_id;
        if not found or (r.restores_id, r.amount_yen, r.kind) is distinct from (new.payment_id, new.amount_yen, 'reinstatement'::varchar)
            or new.reversal_id is not null
            or r.coupon_id is distinct from (select coupon_id from claims_incident where id = new.incident_id)
            or not exists (select from claims_incidentdecision where id = new.decision_id and incident_id = new.incident_id) then
            raise exception 'restored payment is not of its entries and incident'
                using errcode = 'check_violation', constraint = 'a_restored_payment_is_its_entries';
        end if;
    end if;
    return new;
end
$$;
create trigger a_restored_payment_is_its_entries before insert or update or delete on claims_incidentpayment
    for each row execute function a_restored_payment_is_its_entries();
create trigger restored_payments_are_never_emptied before truncate on claims_incidentpayment
    for each statement execute function forbid_change();

create function three_attempts_on_three_days() returns trigger language plpgsql as $$
begin
    if days_without_an_answer(new.incident_id) < 3 then
        perform refuse_incident(new.incident_id, 'three_attempts_on_three_days_before_the_records_decide');
    end if;
    return new;
end
$$;
create trigger three_attempts_on_three_days before insert or update of result on claims_storeconfirmation
    for each row when (new.result = 'records') execute function three_attempts_on_three_days();

-- What the shop said stays while the incident stands on it.
create function what_the_shop_said_stays() returns trigger language plpgsql as $$
begin
    if exists (select from claims_incident where id = old.incident_id and state in ('approved', 'declined', 'closed')) then
        perform refuse_incident(old.incident_id, 'what_the_shop_said_stays');
    end if;
    return coalesce(new, old);
end
$$;
create trigger what_the_shop_said_stays before update or delete on claims_storeconfirmation
    for each row execute function what_the_shop_said_stays();
create trigger attempts_are_append_only before update or delete on claims_storeattempt
    for each row execute function forbid_change();
create trigger attempts_are_never_emptied before truncate on claims_storeattempt
    for each statement execute function forbid_change();
