-- What goes out: who shaped a batch does not approve it; a file that the bank did not take is void by two persons and
-- lets its lines go once; the day of a transfer is near; nothing is known of a transfer before its day.

create or replace function a_batch_moves_along_its_table() returns trigger language plpgsql as $$
declare
    lines bigint;
    yen bigint;
    -- What is generated is not known yet in `new`; it follows from the bytes.
    may_change constant text[] := '{state,xlsx_sha256,zengin_sha256,handed_in_at,handed_in_by,refused_at,refused_by,refused_reason,refusal_confirmed_by}';
begin
    if old.exported_at is not null and (
        to_jsonb(new) - may_change <> to_jsonb(old) - may_change or new.state not in ('exported', 'closed', 'refused')
    ) then
        raise exception 'batch % was exported', old.number
            using errcode = 'restrict_violation', constraint = 'a_batch_is_exported_once';
    end if;
    if old.handed_in_at is null and new.handed_in_at is not null and new.refused_by is not null then
        raise exception 'somebody says that the bank refused batch %', old.number
            using errcode = 'check_violation', constraint = 'what_may_be_void_is_not_handed_in';
    end if;
    if (old.handed_in_at is not null
            and (new.handed_in_at, new.handed_in_by) is distinct from (old.handed_in_at, old.handed_in_by))
        or (old.state in ('refused', 'closed')
            and (new.refused_at, new.refused_by, new.refused_reason, new.refusal_confirmed_by, new.handed_in_at)
            is distinct from (old.refused_at, old.refused_by, old.refused_reason, old.refusal_confirmed_by, old.handed_in_at)) then
        raise exception 'what was said of the file of batch % stays', old.number
            using errcode = 'restrict_violation', constraint = 'what_was_said_of_a_file_stays';
    end if;
    if old.state not in ('draft', 'cancelled') and new.state <> 'draft'
        and (new.scheme_id, new.number, new.transfer_on, new.made_by, new.submitted_by, new.line_count, new.total_yen, new.digest, new.consignor)
        is distinct from (old.scheme_id, old.number, old.transfer_on, old.made_by, old.submitted_by, old.line_count, old.total_yen, old.digest, old.consignor) then
        raise exception 'batch % is submitted', old.number
            using errcode = 'restrict_violation', constraint = 'a_submitted_batch_stands_still';
    end if;
    if old.state = new.state then
        return new;
    end if;
    if (old.state, new.state) not in (
        ('draft', 'submitted'), ('submitted', 'draft'), ('submitted', 'approved'), ('approved', 'exported'),
        ('exported', 'closed'), ('draft', 'cancelled'), ('approved', 'cancelled'), ('exported', 'refused')
    ) then
        raise exception 'batch % does not move from % to %', old.number, old.state, new.state
            using errcode = 'check_violation', constraint = 'a_batch_moves_along_its_table';
    end if;
    if new.state not in ('draft', 'cancelled', 'refused') then
        select count(*), coalesce(sum(amount_yen), 0) into lines, yen
            from payouts_refundline where batch_id = new.id and excluded_at is null;
        if (lines, yen) is distinct from (new.line_count::bigint, new.total_yen) or lines = 0 then
            raise exception 'batch % is not its lines', old.number
                using errcode = 'check_violation', constraint = 'count_and_total_are_those_of_the_lines';
        end if;
    end if;
    if new.state in ('submitted', 'approved', 'exported') and new.digest is distinct from refund_batch_digest(new) then
        raise exception 'batch % is not what its digest says', old.number
            using errcode = 'check_violation', constraint = 'what_is_approved_is_what_the_digest_says';
    end if;
    if new.state in ('exported', 'closed') and exists (
        select from payouts_refundline l join payouts_payout p on p.id = l.payout_id
        where l.batch_id = new.id and l.excluded_at is null and p.state in ('open', 'void', 'lapsed')
    ) then
        raise exception 'a line of batch % is not ordered', old.number
            using errcode = 'check_violation', constraint = 'every_line_is_ordered_before_it_leaves';
    end if;
    if new.state = 'closed' and new.refused_by is not null then
        raise exception 'somebody says that the bank refused batch %', old.number
            using errcode = 'check_violation', constraint = 'what_may_be_void_is_not_closed';
    end if;
    if new.state = 'refused' and exists (
        select from payouts_refundline l left join payouts_transferoutcome o on o.line_id = l.id
        where l.batch_id = new.id and l.excluded_at is null
            and (l.outcome is not null or o.state = 'waiting')
    ) then
        raise exception 'the bank has carried out a line of batch %', old.number
            using errcode = 'check_violation', constraint = 'what_the_bank_carried_out_is_not_void';
    end if;
    return new;
end
$$;

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

-- A batch that is given up, or void, lets its lines go: excluded, and then their payouts may be open again.
create or replace function lines_are_frozen_with_their_batch() returns trigger language plpgsql as $$
declare
    state varchar;
begin
    select b.state into state from payouts_refundbatch b where b.id = old.batch_id for share;
    if tg_op = 'DELETE' then
        if state = 'draft' then
            return old;
        end if;
    elsif (new.batch_id, new.line_no, new.payout_id, new.amount_yen, new.account_sealed)
            is not distinct from (old.batch_id, old.line_no, old.payout_id, old.amount_yen, old.account_sealed)
        and ((new.excluded_at, new.excluded_by, new.excluded_reason)
            is not distinct from (old.excluded_at, old.excluded_by, old.excluded_reason)
            or (state in ('draft', 'cancelled', 'refused') and old.excluded_at is null))
        and ((new.outcome, new.outcome_reason, new.outcome_at)
            is not distinct from (old.outcome, old.outcome_reason, old.outcome_at)
            or (state in ('exported', 'closed') and old.excluded_at is null and old.outcome is distinct from 'returned')) then
        return new;
    end if;
    raise exception 'line % is frozen with its % batch', old.id, state
        using errcode = 'restrict_violation', constraint = 'lines_are_frozen_with_their_batch';
end
$$;

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
