-- A file of results is settled once, by whoever has seen its returns too; all else of it stays.
create function a_file_of_results_is_settled_once() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.state = 'waiting'
        and to_jsonb(new) - 'state' - 'settled_by_id' - 'settled_at'
            = to_jsonb(old) - 'state' - 'settled_by_id' - 'settled_at' then
        return new;
    end if;
    raise exception 'file % of results stays', old.name
        using errcode = 'restrict_violation', constraint = 'a_file_of_results_is_settled_once';
end
$$;
create trigger a_file_of_results_is_settled_once before update or delete on payouts_resultfile
    for each row execute function a_file_of_results_is_settled_once();

-- What waited while the bank said that the money arrived is not true any more: it is said anew, or not at all.
create function a_return_is_older_than_no_credit() returns trigger language plpgsql as $$
begin
    if exists (
        select from payouts_transferoutcome o
        where o.line_id = new.line_id and o.state = 'booked' and o.outcome = 'credited' and o.id > new.id
    ) then
        raise exception 'the bank has said since that line % was credited', new.line_id
            using errcode = 'check_violation', constraint = 'a_return_is_older_than_no_credit';
    end if;
    return new;
end
$$;
create trigger a_return_is_older_than_no_credit before update of state on payouts_transferoutcome
    for each row when (new.outcome = 'returned' and new.state = 'booked' and old.state = 'waiting')
    execute function a_return_is_older_than_no_credit();

create function what_is_done_about_an_account_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.state = 'waiting'
        and to_jsonb(new) - 'state' - 'settled_by_id' - 'settled_at' - 'answer'
            = to_jsonb(old) - 'state' - 'settled_by_id' - 'settled_at' - 'answer' then
        return new;
    end if;
    raise exception 'account proposal % stays', old.id
        using errcode = 'restrict_violation', constraint = 'what_is_done_about_an_account_stays';
end
$$;
create trigger what_is_done_about_an_account_stays before update or delete on payouts_accountproposal
    for each row execute function what_is_done_about_an_account_stays();

-- Nobody's yen are given up by one person.
create function an_account_is_given_up_by_two_persons() returns trigger language plpgsql as $$
begin
    if not exists (
        select from payouts_accountproposal p where p.request_id = new.id and p.deed = 'close' and p.state = 'approved'
    ) then
        raise exception 'nobody has approved to close request %', new.id
            using errcode = 'check_violation', constraint = 'an_account_is_given_up_by_two_persons';
    end if;
    return new;
end
$$;
create trigger an_account_is_given_up_by_two_persons before insert or update of closed_at on payouts_accountrequest
    for each row when (new.closed_at is not null) execute function an_account_is_given_up_by_two_persons();
