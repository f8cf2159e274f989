-- Who left lines out of a batch, holds a payout of it, or typed an account of it has shaped what leaves.
create function who_shaped_a_batch_does_not_approve_it() returns trigger language plpgsql as $$
begin
    if exists (
        select from payouts_refundline l join payouts_payout p on p.id = l.payout_id
        where l.batch_id = new.id and (
            new.approved_by in (l.excluded_by, p.held_by)
            or exists (
                select from payouts_accountproposal typed join payouts_accountrequest a on a.id = typed.request_id
                join auth_user u on u.id = typed.made_by_id
                where a.claim_id = p.claim_id and typed.deed = 'give' and u.username = new.approved_by
            )
        )
    ) then
        raise exception '% has shaped batch %', new.approved_by, old.number
            using errcode = 'check_violation', constraint = 'who_shaped_a_batch_does_not_approve_it';
    end if;
    return new;
end
$$;
create trigger who_shaped_a_batch_does_not_approve_it before update on payouts_refundbatch
    for each row when (new.approved_by is not null and new.approved_by is distinct from old.approved_by)
    execute function who_shaped_a_batch_does_not_approve_it();

-- The header of the file says a month and a day, and no year: a far day is read as one that is over.
alter table payouts_refundbatch add constraint the_day_of_a_transfer_is_at_most_60_days_ahead
    check (transfer_on <= (made_at at time zone 'Asia/Tokyo')::date + 60);

-- What the bank says of a transfer it says on its day or later.
create function nothing_is_known_of_a_transfer_before_its_day() returns trigger language plpgsql as $$
declare
    of_line bigint;
    said_at timestamptz;
begin
    if tg_table_name = 'payouts_refundline' then
        of_line := new.id;
        said_at := new.outcome_at;
    else
        of_line := new.line_id;
        said_at := new.made_at;
    end if;
    if exists (
        select from payouts_refundline l join payouts_refundbatch b on b.id = l.batch_id
        where l.id = of_line and (said_at at time zone 'Asia/Tokyo')::date < b.transfer_on
    ) then
        raise exception 'the day of transfer of line % has not come', of_line
            using errcode = 'check_violation', constraint = 'nothing_is_known_of_a_transfer_before_its_day';
    end if;
    return new;
end
$$;
create trigger nothing_is_known_of_a_transfer_before_its_day before update of outcome, outcome_at on payouts_refundline
    for each row when (new.outcome is not null and new.outcome_at is distinct from old.outcome_at)
    execute function nothing_is_known_of_a_transfer_before_its_day();
create trigger nothing_is_known_of_a_transfer_before_its_day before insert on payouts_transferoutcome
    for each row execute function nothing_is_known_of_a_transfer_before_its_day();
