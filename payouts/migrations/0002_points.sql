-- Points leave from an ordered points payout, once; an order refused or issued is final.

create function an_order_is_for_an_ordered_points_payout() returns trigger language plpgsql as $$
declare
    p payouts_payout;
begin
    select * into p from payouts_payout where id = new.payout_id for no key update;
    if (p.method, p.state) is distinct from ('points'::varchar, 'ordered'::varchar) then
        raise exception 'no order for payout % (% %)', p.id, p.method, p.state
            using errcode = 'check_violation', constraint = 'an_order_is_for_an_ordered_points_payout';
    end if;
    if new.state <> 'requested' then
        raise exception 'an order begins requested' using errcode = 'check_violation', constraint = 'an_order_begins_requested';
    end if;
    return new;
end
$$;
create trigger an_order_is_for_an_ordered_points_payout before insert on payouts_pointorder
    for each row execute function an_order_is_for_an_ordered_points_payout();

-- Orders, lists, settings and what is kept apart.

-- An order keeps its way too: moved from one issuer to another, it would be issued by both.
create function an_order_moves_along_its_table() returns trigger language plpgsql as $$
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
create trigger an_order_moves_along_its_table before update on payouts_pointorder
    for each row execute function an_order_moves_along_its_table();
create trigger an_order_is_never_deleted before delete on payouts_pointorder
    for each row execute function forbid_change();

-- A code is given once, to a live order of its brand and value.
create function a_code_fits_its_order() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and (
        (new.brand, new.face_value_yen, new.code_sealed, new.code_fingerprint)
            is distinct from (old.brand, old.face_value_yen, old.code_sealed, old.code_fingerprint)
        or (old.order_id is not null and new.order_id is distinct from old.order_id)
    ) then
        raise exception 'code % stays as it is', old.id
            using errcode = 'restrict_violation', constraint = 'a_code_is_given_once';
    end if;
    if new.order_id is not null and not exists (
        select from payouts_pointorder o join payouts_payout p on p.id = o.payout_id
        where o.id = new.order_id and o.brand = new.brand and p.amount_yen = new.face_value_yen and o.state <> 'refused'
    ) then
        raise exception 'code % does not fit order %', new.id, new.order_id
            using errcode = 'check_violation', constraint = 'a_code_has_the_brand_and_value_of_its_order';
    end if;
    return new;
end
$$;
create trigger a_code_fits_its_order before insert or update on payouts_pointcode
    for each row execute function a_code_fits_its_order();
create trigger a_given_code_is_never_deleted before delete on payouts_pointcode
    for each row when (old.order_id is not null) execute function forbid_change();
