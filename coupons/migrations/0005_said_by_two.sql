-- A cancellation that names no payment, beside what we gave back: whoever says that both stand is believed when another
-- has said so, too (payouts/unnamed_cancellations.py). Who says so alone has reversed something of that payment for it.
create function both_stand_when_two_say_so() returns trigger language plpgsql as $$
begin
    if new.first_who = new.who or (new.first_who = '' and not exists (
        select from coupons_entry r join coupons_entry v on v.reverses_id = r.id where r.restores_id = new.payment_id
    )) or (new.first_who <> '' and not exists (
        select from coupons_cancellationopinion o
        where o.entry_id = new.entry_id and o.who = new.first_who and o.payment_id is not distinct from new.payment_id
    )) then
        raise exception 'answer about entry % takes two persons', new.entry_id
            using errcode = 'check_violation', constraint = 'both_stand_when_two_say_so';
    end if;
    return new;
end
$$;
create trigger both_stand_when_two_say_so before insert on coupons_cancellationanswer
    for each row execute function both_stand_when_two_say_so();
create trigger opinions_are_append_only before update or delete on coupons_cancellationopinion
    for each row execute function forbid_change();
create trigger opinions_are_never_emptied before truncate on coupons_cancellationopinion
    for each statement execute function forbid_change();
