-- Orders, lists, settings and what is kept apart.

-- An order keeps its way too: moved from one issuer to another, it would be issued by both.
create or replace function an_order_moves_along_its_table() returns trigger language plpgsql as $$
begin
    if (new.payout_id, new.brand, new.request_key, new.ordered_at, new.way)
        is distinct from (old.payout_id, old.brand, old.request_key, old.ordered_at, old.way) then
        raise exception 'order % keeps its payout, brand and key', old.id
            using errcode = 'restrict_violation', constraint = 'an_order_keeps_its_payout_brand_and_key';
    end if;
    if old.order_list_id is not null and new.order_list_id is distinct from old.order_list_id then
        raise exception 'order % is in list %', old.id, old.order_list_id
            using errcode = 'restrict_violation', constraint = 'an_order_is_in_one_list_only';
    end if;
    if old.state in ('issued', 'refused') and to_jsonb(new) <> to_jsonb(old) then
        raise exception 'order % is % for ever', old.id, old.state
            using errcode = 'restrict_violation', constraint = 'issued_and_refused_are_final';
    end if;
    if new.state <> old.state and (old.state, new.state) not in (
        ('requested', 'unknown'), ('requested', 'issued'), ('requested', 'refused'),
        ('unknown', 'issued'), ('unknown', 'refused')
    ) then
        raise exception 'order % does not move from % to %', old.id, old.state, new.state
            using errcode = 'check_violation', constraint = 'an_order_moves_along_its_table';
    end if;
    if new.state = 'issued' and old.state <> 'issued' and exists (
        select from payouts_quarantinedanswer where order_id = new.id and settled_at is null
    ) then
        raise exception 'order % has an answer in quarantine', old.id
            using errcode = 'check_violation', constraint = 'nothing_is_issued_beside_an_answer_in_quarantine';
    end if;
    return new;
end
$$;

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
