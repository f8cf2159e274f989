-- Case 29: a cancellation that names no payment, on a coupon where a restoration of ours stands, may be the same money
-- twice. It is in question until a person has said what it belongs to. One that counts from the freeze on adds nothing.
create view cancellation_in_question as
select u.id as entry_id, u.scheme_id, u.coupon_id
from coupons_entry u join coupons_scheme s on s.id = u.scheme_id
where u.kind = 'cancellation' and u.cancels_id is null and u.counts_at < s.usable_until
    and not exists (select from coupons_cancellationanswer a where a.entry_id = u.id)
    and (
        select coalesce(sum(r.amount_yen), 0) from coupons_entry r
        where r.coupon_id = u.coupon_id and r.kind in ('reinstatement', 'reversal')
    ) > 0;

-- What gave yen of a payment back: cancellations by name or by a person's answer, and restorations that stand.
-- Looks by four indexes: joined by OR they would read the whole ledger for each entry.
create function given_back_of(taken bigint) returns bigint language sql stable as $$
    select coalesce(sum(amount_yen), 0)::bigint from (
        select amount_yen from coupons_entry where cancels_id = taken
        union all select amount_yen from coupons_entry where restores_id = taken
        union all select v.amount_yen from coupons_entry r join coupons_entry v on v.reverses_id = r.id
            where r.restores_id = taken
        union all select u.amount_yen from coupons_cancellationanswer a join coupons_entry u on u.id = a.entry_id
            where a.payment_id = taken
    ) undoing
$$;

create function an_answer_gives_back_no_more_than_was_taken() returns trigger language plpgsql as $$
declare
    cancelled coupons_entry;
    paid coupons_entry;
begin
    select * into cancelled from coupons_entry where id = new.entry_id;
    perform from coupons_coupon where id = cancelled.coupon_id for no key update;
    if cancelled.kind <> 'cancellation' or cancelled.cancels_id is not null then
        raise exception 'entry % names its payment itself', cancelled.entry_no
            using errcode = 'check_violation', constraint = 'an_answer_is_about_a_cancellation_that_names_nothing';
    end if;
    if new.payment_id is null then
        return new;
    end if;
    select * into paid from coupons_entry where id = new.payment_id;
    if paid.kind <> 'payment' or paid.coupon_id <> cancelled.coupon_id then
        raise exception 'entry % is no payment of the coupon', paid.entry_no
            using errcode = 'check_violation', constraint = 'an_answer_names_a_payment_of_its_own_coupon';
    end if;
    if given_back_of(new.payment_id) + cancelled.amount_yen > -paid.amount_yen then
        raise exception 'cancellation % would give back more than payment % took', cancelled.entry_no, paid.entry_no
            using errcode = 'check_violation', constraint = 'no_more_is_given_back_than_was_taken';
    end if;
    return new;
end
$$;
create trigger an_answer_gives_back_no_more_than_was_taken before insert on coupons_cancellationanswer
    for each row execute function an_answer_gives_back_no_more_than_was_taken();
create trigger an_answer_stays before update or delete on coupons_cancellationanswer
    for each row execute function forbid_change();
create trigger answers_are_never_emptied before truncate on coupons_cancellationanswer
    for each statement execute function forbid_change();

-- What stands in a list for the shops stays there: what was handed out is not changed afterwards.
create function a_settlement_takes_its_own_entries() returns trigger language plpgsql as $$
begin
    if not exists (
        select from coupons_settlementlist l join coupons_entry e on e.scheme_id = l.scheme_id
        where l.id = new.list_id and e.id = new.entry_id and e.kind in ('reinstatement', 'reversal')
            and e.occurred_at < l.until
    ) then
        raise exception 'entry % is not of list %', new.entry_id, new.list_id
            using errcode = 'check_violation', constraint = 'a_settlement_takes_what_was_restored_in_its_time';
    end if;
    return new;
end
$$;
create trigger a_settlement_takes_its_own_entries before insert on coupons_settledentry
    for each row execute function a_settlement_takes_its_own_entries();
create trigger a_settlement_stays before update or delete on coupons_settlementlist
    for each row execute function forbid_change();
create trigger settlements_are_never_emptied before truncate on coupons_settlementlist
    for each statement execute function forbid_change();
create trigger a_settled_entry_stays before update or delete on coupons_settledentry
    for each row execute function forbid_change();
create trigger settled_entries_are_never_emptied before truncate on coupons_settledentry
    for each statement execute function forbid_change();
