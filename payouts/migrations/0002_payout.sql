-- A payout: one amount, one payee, one method, for ever; it moves along its table and is taken back only while nothing is out.

alter table payouts_payout
    add constraint a_payout_and_its_member_are_of_one_scheme
        foreign key (member_id, scheme_id) references coupons_member (id, scheme_id),
    add constraint a_payout_and_its_claim_are_of_one_scheme
        foreign key (claim_id, scheme_id) references claims_claim (id, scheme_id);

create function a_payout_begins_open() returns trigger language plpgsql as $$
begin
    raise exception 'a payout begins open' using errcode = 'check_violation', constraint = 'a_payout_begins_open';
end
$$;
create trigger a_payout_begins_open before insert on payouts_payout
    for each row when (new.state <> 'open') execute function a_payout_begins_open();
create trigger a_payout_is_never_deleted before delete on payouts_payout
    for each row execute function forbid_change();
create trigger payouts_are_never_emptied before truncate on payouts_payout
    for each statement execute function forbid_change();

-- After insert only state, hold and a growing receive_until (while open) change.
create function a_payout_keeps_what_it_is() returns trigger language plpgsql as $$
begin
    if (new.scheme_id, new.method, new.amount_yen, new.member_id, new.claim_id, new.opened_at)
            is distinct from (old.scheme_id, old.method, old.amount_yen, old.member_id, old.claim_id, old.opened_at)
        or new.receive_until < old.receive_until
        or (new.receive_until > old.receive_until and old.state <> 'open') then
        raise exception 'payout % keeps what it is', old.id
            using errcode = 'restrict_violation', constraint = 'a_payout_keeps_what_it_is';
    end if;
    return new;
end
$$;
create trigger a_payout_keeps_what_it_is before update on payouts_payout
    for each row execute function a_payout_keeps_what_it_is();

create function a_payout_moves_along_its_table() returns trigger language plpgsql as $$
begin
    if not exists (
        select from (values
            ('open', 'ordered'), ('ordered', 'paid'), ('ordered', 'returned'), ('paid', 'returned'), ('ordered', 'open'),
            ('open', 'void'), ('open', 'lapsed')
        ) as moves (old_state, new_state)
        where old_state = old.state and new_state = new.state and (new_state <> 'returned' or old.method = 'refund')
    ) then
        raise exception 'payout % does not move from % to %', old.id, old.state, new.state
            using errcode = 'check_violation', constraint = 'a_payout_moves_along_its_table';
    end if;

    if new.state in ('ordered', 'lapsed') and new.held_at is not null then
        raise exception 'payout % is held', old.id
            using errcode = 'check_violation', constraint = 'a_held_payout_is_not_ordered_and_does_not_lapse';
    end if;

    -- The one cheap check where money leaves: it is the sum of what it is for.
    if new.state = 'ordered' and new.amount_yen <> (
        select coalesce(sum(amount_yen), 0) from payouts_entitlement where payout_id = new.id
    ) then
        raise exception 'payout % is not the sum of its entitlements', old.id
            using errcode = 'check_violation', constraint = 'what_leaves_is_the_sum_of_its_entitlements';
    end if;

    if new.state in ('open', 'void', 'lapsed') and (
        exists (select from payouts_pointorder where payout_id = new.id and state <> 'refused')
        or exists (select from payouts_refundline where payout_id = new.id and excluded_at is null)
    ) then
        raise exception 'payout % has an order or a line that is out', old.id
            using errcode = 'check_violation', constraint = 'nothing_is_taken_back_while_anything_is_out';
    end if;

    if new.state in ('void', 'lapsed', 'returned')
        and exists (select from payouts_receivelink where payout_id = new.id and revoked_at is null) then
        raise exception 'payout % still has a live link', old.id
            using errcode = 'check_violation', constraint = 'a_link_dies_before_its_payout';
    end if;

    if new.state = 'paid' and new.method = 'points'
        and not exists (select from payouts_pointorder where payout_id = new.id and state = 'issued') then
        raise exception 'payout % has no code', old.id
            using errcode = 'check_violation', constraint = 'paid_by_points_means_that_the_code_is_stored';
    end if;
    return new;
end
$$;
create trigger a_payout_moves_along_its_table before update of state on payouts_payout
    for each row when (old.state <> new.state) execute function a_payout_moves_along_its_table();
create trigger what_a_payout_was_for_stays before update or delete on payouts_payoutitem
    for each row execute function forbid_change();
create trigger what_payouts_were_for_is_never_emptied before truncate on payouts_payoutitem
    for each statement execute function forbid_change();

create function a_link_keeps_what_it_opens() returns trigger language plpgsql as $$
begin
    if (new.payout_id, new.salt, new.key_id, new.channel, new.destination, new.made_at)
            is distinct from (old.payout_id, old.salt, old.key_id, old.channel, old.destination, old.made_at)
        or (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at) then
        raise exception 'link % keeps what it opens', old.id
            using errcode = 'restrict_violation', constraint = 'a_link_keeps_what_it_opens';
    end if;
    return new;
end
$$;
create trigger a_link_keeps_what_it_opens before update on payouts_receivelink
    for each row execute function a_link_keeps_what_it_opens();
