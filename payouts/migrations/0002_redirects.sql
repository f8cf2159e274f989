-- Who asked for what stays; it is answered once.
create function a_redirect_stays() returns trigger language plpgsql as $$
begin
    raise exception 'redirect % stays', old.id using errcode = 'restrict_violation', constraint = 'a_redirect_stays';
end
$$;
create trigger a_redirect_stays before update on payouts_redirect
    for each row when (
        old.state <> 'waiting'
        or (old.id, old.payout_id, old.channel, old.destination, old.reason, old.made_by_id, old.made_at)
        is distinct from
        (new.id, new.payout_id, new.channel, new.destination, new.reason, new.made_by_id, new.made_at)
    ) execute function a_redirect_stays();
create trigger a_redirect_is_never_deleted before delete on payouts_redirect
    for each row execute function a_redirect_stays();

-- Where a member's URL goes is settled by two: until then the hold stands.

create function a_hold_stands_while_its_redirect_waits() returns trigger language plpgsql as $$
begin
    if exists (select from payouts_redirect where payout_id = old.id and state = 'waiting') then
        raise exception 'payout % is held until a second person has settled its new destination', old.id
            using errcode = 'restrict_violation', constraint = 'a_hold_stands_while_its_redirect_waits';
    end if;
    return new;
end
$$;
create trigger a_hold_stands_while_its_redirect_waits before update on payouts_payout
    for each row when (old.held_at is not null and new.held_at is null)
    execute function a_hold_stands_while_its_redirect_waits();
