-- What no check constraint can say about coupons and their ledger (design 4).

-- Nothing crosses from one scheme to another: every tie carries the scheme along.
alter table coupons_coupon
    add constraint a_coupon_and_its_issuer_are_of_one_scheme
        foreign key (issuer_id, scheme_id) references coupons_issuer (id, scheme_id),
    add constraint a_coupon_and_its_member_are_of_one_scheme
        foreign key (member_id, scheme_id) references coupons_member (id, scheme_id);
alter table coupons_entry
    add constraint an_entry_and_its_coupon_are_of_one_scheme
        foreign key (coupon_id, scheme_id) references coupons_coupon (id, scheme_id),
    add constraint an_entry_and_its_store_are_of_one_scheme
        foreign key (store_id, scheme_id) references coupons_store (id, scheme_id);
alter table coupons_extension
    add constraint an_extension_and_its_coupon_are_of_one_scheme
        foreign key (coupon_id, scheme_id) references coupons_coupon (id, scheme_id);
alter table coupons_change
    add constraint a_change_and_its_coupon_are_of_one_scheme
        foreign key (coupon_id, scheme_id) references coupons_coupon (id, scheme_id);

-- The ledger only grows.
create trigger the_ledger_is_append_only before update or delete on coupons_entry
    for each row execute function forbid_change();
create trigger the_ledger_is_never_emptied before truncate on coupons_entry
    for each statement execute function forbid_change();

-- As before, and now with what people said of cancellations that name nothing.
create function entry_gives_back_what_was_taken() returns trigger language plpgsql as $$
declare
    face int;
    undone coupons_entry;
    payment bigint;
    given_back bigint;
begin
    select face_value_yen into face from coupons_coupon where id = new.coupon_id for no key update;

    select * into undone from coupons_entry where id = coalesce(new.cancels_id, new.restores_id, new.reverses_id);
    if found then
        if undone.coupon_id <> new.coupon_id
            or undone.kind <> (case new.kind when 'reversal' then 'reinstatement' else 'payment' end) then
            raise exception 'entry % undoes an entry of another coupon or kind', new.entry_no
                using errcode = 'check_violation', constraint = 'an_entry_undoes_its_own_coupon';
        end if;
        if new.kind <> 'reinstatement' and new.counts_at <> undone.counts_at then
            raise exception 'entry % counts when the entry it undoes did', new.entry_no
                using errcode = 'check_violation', constraint = 'an_undoing_counts_when_the_undone_did';
        end if;
    elsif coalesce(new.cancels_id, new.restores_id, new.reverses_id) is not null then
        -- The foreign key is asked at the end of the transaction only: too late for what is asked here.
        raise exception 'entry % undoes an entry that is not there', new.entry_no
            using errcode = 'check_violation', constraint = 'an_entry_undoes_its_own_coupon';
    end if;

    if new.kind = 'reversal' then
        select undone.amount_yen + coalesce(sum(amount_yen), 0) + new.amount_yen into given_back
            from coupons_entry where reverses_id = new.reverses_id;
        if given_back < 0 then
            raise exception 'entry % reverses more than was restored', new.entry_no
                using errcode = 'check_violation', constraint = 'no_more_is_reversed_than_was_restored';
        end if;
        return new;
    end if;

    payment := coalesce(new.cancels_id, new.restores_id);
    if payment is not null then
        given_back := new.amount_yen + given_back_of(payment);
        if given_back > -undone.amount_yen then
            raise exception 'entry % gives back more than the payment took', new.entry_no
                using errcode = 'check_violation', constraint = 'no_more_is_given_back_than_was_taken';
        end if;
    end if;

    -- A cancellation that names nothing may come before its payment; beside a restoration it may be the same money twice.
    if new.kind = 'reinstatement' or (
        select coalesce(sum(amount_yen), 0) > 0 from coupons_entry
        where coupon_id = new.coupon_id and kind in ('reinstatement', 'reversal')
    ) then
        if (select sum(amount_yen) + new.amount_yen > face from coupons_entry where coupon_id = new.coupon_id) then
            raise exception 'entry % would lift the balance above the face value', new.entry_no
                using errcode = 'check_violation', constraint = 'no_restoration_lifts_a_balance_above_face_value';
        end if;
    end if;
    return new;
end
$$;
create trigger entry_gives_back_what_was_taken before insert on coupons_entry
    for each row when (new.kind in ('cancellation', 'reinstatement', 'reversal'))
    execute function entry_gives_back_what_was_taken();

-- What was issued never changes; member and charging time are filled in once.
create function issue_facts_never_change() returns trigger language plpgsql as $$
begin
    raise exception 'coupon % keeps what it was issued with', old.inquiry_no
        using errcode = 'restrict_violation', constraint = 'issue_facts_never_change';
end
$$;
create trigger issue_facts_never_change before update on coupons_coupon
    for each row when (
        (old.scheme_id, old.inquiry_no, old.prefecture, old.issuer_id, old.face_value_yen, old.issued_at, old.travel_on,
         old.expires_at)
        is distinct from
        (new.scheme_id, new.inquiry_no, new.prefecture, new.issuer_id, new.face_value_yen, new.issued_at, new.travel_on,
         new.expires_at)
        or (old.member_id is not null and new.member_id is distinct from old.member_id)
        or (old.charged_at is not null and new.charged_at is distinct from old.charged_at)
    ) execute function issue_facts_never_change();

-- As before, and now: what stands in a file goes nowhere else unless the file was set aside; what is told was
-- downloaded; what was acknowledged is not refused afterwards.
create function what_was_told_stays() returns trigger language plpgsql as $$
declare
    free constant text[] := '{file_id,line_no,told_at,acknowledged_at,refused_at,refusal,differs_at,difference}';
begin
    if tg_op = 'DELETE' and old.told_at is null and old.file_id is null and old.kind = 'extension' then
        return old;
    elsif tg_op = 'UPDATE'
        and (to_jsonb(new) - free) = (to_jsonb(old) - free)
        and (old.told_at is null or new.told_at = old.told_at)
        and (old.acknowledged_at is null or (new.acknowledged_at = old.acknowledged_at
            and (new.refused_at, new.refusal) is not distinct from (old.refused_at, old.refusal))) then
        if (new.file_id, new.line_no) is distinct from (old.file_id, old.line_no) and not (case
            when old.file_id is null then exists (
                select from coupons_changefile f
                where f.id = new.file_id and f.downloaded_at is null and f.set_aside_at is null
                    and new.line_no between 1 and f.line_count
            )
            else new.file_id is null
                and exists (select from coupons_changefile f where f.id = old.file_id and f.set_aside_at is not null)
            end) then
            raise exception 'change % is in one file only', old.key
                using errcode = 'restrict_violation', constraint = 'a_change_is_in_one_file_only';
        end if;
        if old.told_at is null and new.told_at is not null and not exists (
            select from coupons_changefile f where f.id = new.file_id and f.downloaded_at = new.told_at
        ) then
            raise exception 'change % is told by nothing', old.key
                using errcode = 'restrict_violation', constraint = 'a_change_is_told_when_its_file_is_downloaded';
        end if;
        return new;
    end if;
    raise exception 'change % stays as it was made and told', old.key
        using errcode = 'restrict_violation', constraint = 'what_was_told_stays';
end
$$;
create trigger what_was_told_stays before update or delete on coupons_change
    for each row execute function what_was_told_stays();

create function an_extension_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and old.ground = 'A' and not exists (
        select from coupons_change where coupon_id = old.coupon_id and kind = 'extension' and told_at is not null
    ) then
        -- Whoever restores the coupon at this moment found it covered: wait for them, and leave it so.
        perform from coupons_coupon where id = old.coupon_id for no key update;
        if exists (select from coupons_entry where coupon_id = old.coupon_id and kind = 'reinstatement') then
            return null;
        end if;
        return old;
    end if;
    raise exception 'the extension of coupon % stays', old.coupon_id
        using errcode = 'restrict_violation', constraint = 'an_extension_stays';
end
$$;
create trigger an_extension_stays before update or delete on coupons_extension
    for each row execute function an_extension_stays();
create trigger extensions_are_never_emptied before truncate on coupons_extension
    for each statement execute function forbid_change();
create trigger changes_are_never_emptied before truncate on coupons_change
    for each statement execute function forbid_change();

-- A change tells of an entry of its own coupon and kind.
create function a_change_tells_of_its_own_entry() returns trigger language plpgsql as $$
begin
    if not exists (
        select from coupons_entry e
        where e.id = new.entry_id and e.coupon_id = new.coupon_id and e.kind = new.kind and e.entry_no = new.key
    ) then
        raise exception 'change % tells of another entry', new.key
            using errcode = 'check_violation', constraint = 'a_change_tells_of_its_own_entry';
    end if;
    return new;
end
$$;
create trigger a_change_tells_of_its_own_entry before insert on coupons_change
    for each row when (new.entry_id is not null) execute function a_change_tells_of_its_own_entry();
