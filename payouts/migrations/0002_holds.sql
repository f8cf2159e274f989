-- What a second person has to settle is not let go by one: the hold stands while its proposal waits.

create function a_hold_stands_while_its_proposal_waits() returns trigger language plpgsql as $$
begin
    if exists (select from claims_proposal where id = old.held_for_id and state = 'waiting') then
        raise exception 'payout % is held for proposal %, which waits for a second person', old.id, old.held_for_id
            using errcode = 'restrict_violation', constraint = 'a_hold_stands_while_its_proposal_waits';
    end if;
    return new;
end
$$;
create trigger a_hold_stands_while_its_proposal_waits before update on payouts_payout
    for each row when (
        old.held_for_id is not null and (new.held_at is null or new.held_for_id is distinct from old.held_for_id)
    )
    execute function a_hold_stands_while_its_proposal_waits();
