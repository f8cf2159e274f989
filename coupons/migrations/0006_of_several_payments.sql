-- Of several payments: `shares` says of each (its id, as text) how many yen. Few rows are ever written here, by hand.
create or replace function given_back_of(taken bigint) returns bigint language sql stable as $$
    select coalesce(sum(amount_yen), 0)::bigint from (
        select amount_yen from coupons_entry where cancels_id = taken
        union all select amount_yen from coupons_entry where restores_id = taken
        union all select v.amount_yen from coupons_entry r join coupons_entry v on v.reverses_id = r.id
            where r.restores_id = taken
        union all select u.amount_yen from coupons_cancellationanswer a join coupons_entry u on u.id = a.entry_id
            where a.payment_id = taken
        union all select (a.shares ->> taken::text)::bigint from coupons_cancellationanswer a
            where a.shares ? taken::text
    ) undoing
$$;

-- What a cancellation is of: all of it of one payment, or each share of its own.
create function shares_of(entry bigint, payment bigint, shares jsonb)
returns table (payment_id bigint, amount_yen bigint) language sql stable as $$
    select payment, e.amount_yen::bigint from coupons_entry e where e.id = entry and payment is not null
    union all select key::bigint, value::bigint from jsonb_each_text(shares)
$$;

create or replace function an_answer_gives_back_no_more_than_was_taken() returns trigger language plpgsql as $$
declare
    cancelled coupons_entry;
    paid coupons_entry;
    share record;
begin
    select * into cancelled from coupons_entry where id = new.entry_id;
    perform from coupons_coupon where id = cancelled.coupon_id for no key update;
    if cancelled.kind <> 'cancellation' or cancelled.cancels_id is not null then
        raise exception 'entry % names its payment itself', cancelled.entry_no
            using errcode = 'check_violation', constraint = 'an_answer_is_about_a_cancellation_that_names_nothing';
    end if;
    if new.shares <> '{}' and (new.payment_id is not null or (
        select count(*) < 2 or sum((yen #>> '{}')::bigint) <> cancelled.amount_yen
            or not bool_and(payment ~ '^[1-9][0-9]{0,17}$' and yen::text ~ '^[1-9][0-9]{0,8}$')
        from jsonb_each(new.shares) share(payment, yen)
    )) then
        raise exception 'shares of entry % are not what it gives back', cancelled.entry_no
            using errcode = 'check_violation', constraint = 'shares_of_a_cancellation_are_all_of_it_and_no_more';
    end if;
    for share in select * from shares_of(new.entry_id, new.payment_id, new.shares) loop
        select * into paid from coupons_entry where id = share.payment_id;
        if paid.kind is distinct from 'payment' or paid.coupon_id <> cancelled.coupon_id then
            raise exception 'entry % is no payment of the coupon', share.payment_id
                using errcode = 'check_violation', constraint = 'an_answer_names_a_payment_of_its_own_coupon';
        end if;
        if given_back_of(share.payment_id) + share.amount_yen > -paid.amount_yen then
            raise exception 'cancellation % would give back more than payment % took', cancelled.entry_no, paid.entry_no
                using errcode = 'check_violation', constraint = 'no_more_is_given_back_than_was_taken';
        end if;
    end loop;
    return new;
end
$$;

-- Before, who said alone that it is of what we gave back was believed. Nothing puts a wrong answer right.
create or replace function both_stand_when_two_say_so() returns trigger language plpgsql as $$
begin
    if new.first_who in ('', new.who) or not exists (
        select from coupons_cancellationopinion o
        where o.entry_id = new.entry_id and o.who = new.first_who and o.payment_id is not distinct from new.payment_id
            and o.shares = new.shares
    ) then
        raise exception 'answer about entry % takes two persons', new.entry_id
            using errcode = 'check_violation', constraint = 'what_a_cancellation_is_of_two_persons_say';
    end if;
    return new;
end
$$;
