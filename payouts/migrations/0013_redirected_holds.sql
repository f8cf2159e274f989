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
