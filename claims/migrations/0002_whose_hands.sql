-- Who said where the yen go stays known.
create trigger route_changes_are_append_only before update or delete on claims_routechange
    for each row execute function forbid_change();
create trigger route_changes_are_never_emptied before truncate on claims_routechange
    for each statement execute function forbid_change();

create function an_incident_keeps_its_coupon() returns trigger language plpgsql as $$
begin
    perform refuse_incident(old.id, 'an_incident_keeps_its_coupon');
    return null;
end
$$;
create trigger an_incident_keeps_its_coupon before update of coupon_id on claims_incident
    for each row when (old.coupon_id is not null and old.coupon_id is distinct from new.coupon_id)
    execute function an_incident_keeps_its_coupon();

create function a_shop_agrees_to_a_known_coupon() returns trigger language plpgsql as $$
begin
    perform refuse_incident(old.id, 'a_shop_agrees_to_a_known_coupon');
    return null;
end
$$;
create trigger a_shop_agrees_to_a_known_coupon before update of coupon_id on claims_incident
    for each row when (old.coupon_id is null and new.coupon_id is not null and new.state not in ('open', 'confirming'))
    execute function a_shop_agrees_to_a_known_coupon();

-- Nothing changes under the second person's eyes.
create function what_waits_for_a_second_person_stays() returns trigger language plpgsql as $$
begin
    if exists (select from claims_incidentdecision where incident_id = old.id and state = 'waiting') then
        perform refuse_incident(old.id, 'what_waits_for_a_second_person_stays');
    end if;
    return new;
end
$$;
create trigger what_waits_for_a_second_person_stays
    before update of name, name_kana, phone, deliver_by, deliver_to, coupon_id on claims_incident
    for each row when (
        (old.name, old.name_kana, old.phone, old.deliver_by, old.deliver_to, old.coupon_id)
        is distinct from (new.name, new.name_kana, new.phone, new.deliver_by, new.deliver_to, new.coupon_id)
    ) execute function what_waits_for_a_second_person_stays();
