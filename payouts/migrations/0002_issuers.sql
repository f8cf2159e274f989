-- What an issuer was sent stands as it was sent.
create trigger a_list_stands_as_it_was_sent before update or delete on payouts_orderlist
    for each row execute function forbid_change();
create trigger lists_are_never_emptied before truncate on payouts_orderlist
    for each statement execute function forbid_change();

create function a_list_has_orders_of_its_own_brand() returns trigger language plpgsql as $$
begin
    if not exists (
        select from payouts_orderlist l join payouts_payout p on p.id = new.payout_id and p.scheme_id = l.scheme_id
        where l.id = new.order_list_id and l.brand = new.brand
    ) then
        raise exception 'order % is not of list %', new.id, new.order_list_id
            using errcode = 'check_violation', constraint = 'a_list_has_orders_of_its_own_brand';
    end if;
    return new;
end
$$;
create trigger a_list_has_orders_of_its_own_brand before insert or update of order_list_id on payouts_pointorder
    for each row when (new.order_list_id is not null) execute function a_list_has_orders_of_its_own_brand();

-- An answer in quarantine is settled once; what came stays as it came.
create function an_answer_in_quarantine_is_settled_once() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.settled_at is not null
        or (to_jsonb(new) - 'how' - 'settled_by' - 'settled_at' - 'reason')
            <> (to_jsonb(old) - 'how' - 'settled_by' - 'settled_at' - 'reason') then
        raise exception 'answer % stays as it came', old.id
            using errcode = 'restrict_violation', constraint = 'an_answer_in_quarantine_is_settled_once';
    end if;
    return new;
end
$$;
create trigger an_answer_in_quarantine_is_settled_once before update or delete on payouts_quarantinedanswer
    for each row execute function an_answer_in_quarantine_is_settled_once();
create trigger quarantine_is_never_emptied before truncate on payouts_quarantinedanswer
    for each statement execute function forbid_change();
create trigger a_setting_is_never_deleted before delete on payouts_brandsetting
    for each row execute function forbid_change();

-- The settings of brands keep their versions as the scheme does (coupons/migrations/0002_versions.sql).
create trigger a_brand_keeps_its_versions after update on payouts_brandsetting
    for each row execute function a_scheme_keeps_its_versions('brand');
