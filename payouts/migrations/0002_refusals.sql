-- What may be out leaves once: an issuer over the net says itself that it did not give the code; a list's issuer, and
-- whatever else a person hands in, is believed by a second person.
create function what_may_be_out_is_refused_by_its_issuer_or_by_two() returns trigger language plpgsql as $$
begin
    if (new.order_list_id is not null or (new.tries > 0 and new.refused_by <> 'issuer')) and not exists (
        select from payouts_orderrefusal where order_id = new.id and state = 'approved'
    ) then
        raise exception 'order % may be out', new.id
            using errcode = 'check_violation', constraint = 'what_may_be_out_is_refused_by_its_issuer_or_by_two';
    end if;
    return new;
end
$$;
create trigger what_may_be_out_is_refused_by_its_issuer_or_by_two before update of state on payouts_pointorder
    for each row when (new.state = 'refused' and old.state <> 'refused')
    execute function what_may_be_out_is_refused_by_its_issuer_or_by_two();

create function a_link_is_for_points_that_can_be_received() returns trigger language plpgsql as $$
declare
    p payouts_payout;
begin
    select * into p from payouts_payout where id = new.payout_id for share;
    if p.method is distinct from 'points' or p.state not in ('open', 'paid') then
        raise exception 'no link for payout % (% %)', p.id, p.method, p.state
            using errcode = 'check_violation', constraint = 'a_link_is_for_points_that_can_be_received';
    end if;
    return new;
end
$$;
create trigger a_link_is_for_points_that_can_be_received before insert on payouts_receivelink
    for each row execute function a_link_is_for_points_that_can_be_received();

-- What one person handed in stays; it is settled once.
create function a_refusal_stays() returns trigger language plpgsql as $$
begin
    raise exception 'refusal % stays', old.id using errcode = 'restrict_violation', constraint = 'a_refusal_stays';
end
$$;
create trigger a_refusal_stays before update on payouts_orderrefusal
    for each row when (
        old.state <> 'waiting'
        or (old.id, old.order_id, old.answer_id, old.reason, old.file, old.made_by, old.made_at)
        is distinct from
        (new.id, new.order_id, new.answer_id, new.reason, new.file, new.made_by, new.made_at)
    ) execute function a_refusal_stays();
create trigger a_refusal_is_never_deleted before delete on payouts_orderrefusal
    for each row execute function a_refusal_stays();
create trigger refusals_are_never_emptied before truncate on payouts_orderrefusal
    for each statement execute function forbid_change();
