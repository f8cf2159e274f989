-- Before, who said alone that it is of what we gave back was believed. Nothing puts a wrong answer right.
create or replace function both_stand_when_two_say_so() returns trigger language plpgsql as $$
begin
    if new.first_who in ('', new.who) or not exists (
        select from coupons_cancellationopinion o
        where o.entry_id = new.entry_id and o.who = new.first_who and o.payment_id is not distinct from new.payment_id
    ) then
        raise exception 'answer about entry % takes two persons', new.entry_id
            using errcode = 'check_violation', constraint = 'what_a_cancellation_is_of_two_persons_say';
    end if;
    return new;
end
$$;
