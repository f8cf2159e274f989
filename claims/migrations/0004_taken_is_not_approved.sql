-- Who took a claim on the phone wrote where its money goes: also when a colleague asks the second person again.
create function who_took_a_claim_does_not_let_it_go() returns trigger language plpgsql as $$
begin
    if exists (select from claims_deskclaim where claim_id = new.claim_id and taken_by_id = new.settled_by_id) then
        raise exception 'proposal % is of a claim that its approver took', new.id
            using errcode = 'restrict_violation', constraint = tg_name;
    end if;
    return new;
end
$$;
create trigger who_took_a_claim_does_not_let_it_go before update of state on claims_proposal
    for each row when (new.deed = 'take' and new.state = 'approved' and old.state <> 'approved')
    execute function who_took_a_claim_does_not_let_it_go();
