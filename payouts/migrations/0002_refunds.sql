-- A transfer leaves from an open refund payout, in one live line, of its amount; what was submitted is frozen.

alter table payouts_refundline
    add constraint a_line_is_of_its_payouts_amount
        foreign key (payout_id, amount_yen) references payouts_payout (id, amount_yen);

create function a_line_is_for_an_open_refund_payout() returns trigger language plpgsql as $$
declare
    p payouts_payout;
    b payouts_refundbatch;
begin
    select * into b from payouts_refundbatch where id = new.batch_id for share;
    select * into p from payouts_payout where id = new.payout_id for no key update;
    if (p.method, p.state) is distinct from ('refund'::varchar, 'open'::varchar) or p.held_at is not null then
        raise exception 'no line for payout % (% %)', p.id, p.method, p.state
            using errcode = 'check_violation', constraint = 'a_line_is_for_an_open_refund_payout';
    end if;
    if b.state <> 'draft' or b.scheme_id <> p.scheme_id or new.excluded_at is not null or new.outcome is not null then
        raise exception 'lines are added to a draft of their own scheme'
            using errcode = 'check_violation', constraint = 'lines_are_added_to_a_draft';
    end if;
    return new;
end
$$;
create trigger a_line_is_for_an_open_refund_payout before insert on payouts_refundline
    for each row execute function a_line_is_for_an_open_refund_payout();

-- A batch that is given up, or void, lets its lines go: excluded, and then their payouts may be open again.
create function lines_are_frozen_with_their_batch() returns trigger language plpgsql as $$
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
create trigger lines_are_frozen_with_their_batch before update or delete on payouts_refundline
    for each row execute function lines_are_frozen_with_their_batch();

-- What goes out: who shaped a batch does not approve it; a file that the bank did not take is void by two persons and
-- lets its lines go once; the day of a transfer is near; nothing is known of a transfer before its day.

create function a_batch_moves_along_its_table() returns trigger language plpgsql as $$
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
create trigger a_batch_moves_along_its_table before update on payouts_refundbatch
    for each row execute function a_batch_moves_along_its_table();

create function a_batch_begins_as_a_draft() returns trigger language plpgsql as $$
begin
    raise exception 'a batch begins as a draft'
        using errcode = 'check_violation', constraint = 'a_batch_begins_as_a_draft';
end
$$;
create trigger a_batch_begins_as_a_draft before insert on payouts_refundbatch
    for each row when (new.state <> 'draft') execute function a_batch_begins_as_a_draft();
create trigger a_batch_is_never_deleted before delete on payouts_refundbatch
    for each row when (old.state <> 'draft') execute function forbid_change();

-- A refund payout is ordered and paid through a line: what the bank was never asked for is not paid.
create function a_refund_is_ordered_through_its_line() returns trigger language plpgsql as $$
begin
    if not exists (
        select from payouts_refundline l join payouts_refundbatch b on b.id = l.batch_id
        where l.payout_id = new.id and l.excluded_at is null
            and b.state = any (case new.state
                when 'ordered' then array['submitted', 'approved'] else array['exported', 'closed'] end)
    ) then
        raise exception 'refund % has no line to be % by', old.id, new.state
            using errcode = 'check_violation', constraint = 'a_refund_is_ordered_through_its_line';
    end if;
    return new;
end
$$;
create trigger a_refund_is_ordered_through_its_line before update of state on payouts_payout
    for each row when (old.state <> new.state and new.method = 'refund' and new.state in ('ordered', 'paid', 'returned'))
    execute function a_refund_is_ordered_through_its_line();

-- Batches carry what is approved; a transfer comes back by a file of the bank or by two persons.

-- Everything the second person approves: when, from whom, and each transfer with its sealed account.
create function refund_batch_digest(b payouts_refundbatch) returns bytea language sql stable as $$
    select sha256(
        convert_to(concat_ws('|', b.scheme_id, b.number, b.transfer_on, b.consignor::text), 'UTF8')
        || coalesce(string_agg(
            convert_to(concat_ws('|', '', l.line_no, l.payout_id, l.amount_yen, ''), 'UTF8') || sha256(l.account_sealed),
            ''::bytea order by l.line_no
        ), ''::bytea)
    )
    from payouts_refundline l where l.batch_id = b.id and l.excluded_at is null
$$;

-- `returned` lets yen be paid again: it needs the bank's file, or two persons (attack 21).
create function a_line_comes_back_by_a_booked_outcome() returns trigger language plpgsql as $$
begin
    if not exists (
        select from payouts_transferoutcome o where o.line_id = new.id and o.state = 'booked' and o.outcome = 'returned'
    ) then
        raise exception 'nobody has booked that line % came back', old.id
            using errcode = 'check_violation', constraint = 'a_line_comes_back_by_a_booked_outcome';
    end if;
    return new;
end
$$;
create trigger a_line_comes_back_by_a_booked_outcome before update of outcome on payouts_refundline
    for each row when (new.outcome = 'returned' and old.outcome is distinct from 'returned')
    execute function a_line_comes_back_by_a_booked_outcome();

create function a_refund_is_returned_by_its_line() returns trigger language plpgsql as $$
begin
    if not exists (
        select from payouts_refundline l
        where l.payout_id = new.id and l.excluded_at is null and l.outcome = 'returned'
    ) then
        raise exception 'the line of payout % has not come back', old.id
            using errcode = 'check_violation', constraint = 'a_refund_is_returned_by_its_line';
    end if;
    return new;
end
$$;
create trigger a_refund_is_returned_by_its_line before update of state on payouts_payout
    for each row when (new.state = 'returned' and old.state <> 'returned')
    execute function a_refund_is_returned_by_its_line();

create function what_the_bank_said_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.state = 'waiting'
        and to_jsonb(new) - 'state' - 'settled_by_id' - 'settled_at'
            = to_jsonb(old) - 'state' - 'settled_by_id' - 'settled_at' then
        return new;
    end if;
    raise exception 'what the bank said stays'
        using errcode = 'restrict_violation', constraint = 'what_the_bank_said_stays';
end
$$;
create trigger what_the_bank_said_stays before update or delete on payouts_transferoutcome
    for each row execute function what_the_bank_said_stays();
