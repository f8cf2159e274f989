-- An entitlement is put on an open payout only; while on one nothing of it changes; it leaves only by release.
-- Statement triggers: one look a statement, not one a row (a row trigger cost 1.76 times as much).

alter table payouts_entitlement
    add constraint an_entitlement_and_its_payout_are_of_one_scheme
        foreign key (payout_id, scheme_id) references payouts_payout (id, scheme_id);

create function refuse_entitlement(reason text, guard text) returns void language plpgsql as $$
begin
    raise exception '%', reason using errcode = 'check_violation', constraint = guard;
end
$$;

-- FOR SHARE waits for whoever is ordering or voiding the payout, and then sees the new state.
create function payouts_that_take_entitlements_are_open(ids bigint[]) returns void language plpgsql as $$
declare
    p record;
begin
    for p in select id, state from payouts_payout where id = any(ids) order by id for share loop
        if p.state <> 'open' then
            perform refuse_entitlement(format('payout %s is %s', p.id, p.state), 'entitlements_go_on_an_open_payout');
        end if;
    end loop;
end
$$;

create function entitlements_are_put_on_open_payouts() returns trigger language plpgsql as $$
begin
    perform payouts_that_take_entitlements_are_open(
        array(select distinct payout_id from new_rows where payout_id is not null)
    );
    return null;
end
$$;
create trigger entitlements_are_put_on_open_payouts after insert on payouts_entitlement
    referencing new table as new_rows
    for each statement execute function entitlements_are_put_on_open_payouts();

-- Old and new rows are compared as sets (except, intersect): a join of the two would be planned once, for few rows, and
-- then be quadratic for the thousands of an opening.
create function entitlements_on_a_payout_stand_still() returns trigger language plpgsql as $$
declare
    left_ids bigint[];
begin
    if exists (select from old_rows where payout_id is not null) then
        left_ids := array(select distinct payout_id from (
            select id, payout_id from old_rows where payout_id is not null except select id, payout_id from new_rows
        ) gone);
        if exists (select from payouts_payout where id = any(left_ids) and state not in ('returned', 'void', 'lapsed'))
            or exists (
                select id, scheme_id, coupon_id, cause, amount_yen, made_at from old_rows where payout_id is not null
                except select id, scheme_id, coupon_id, cause, amount_yen, made_at from new_rows
            ) or exists (
                select id from (
                    select id, payout_id from new_rows where payout_id is not null
                    except select id, payout_id from old_rows
                ) put_on
                intersect select id from old_rows where payout_id is not null
            ) then
            perform refuse_entitlement('an entitlement hangs on a payout', 'entitlements_on_a_payout_stand_still');
        end if;
    end if;
    if exists (select o from old_rows o where o.lapsed_at is not null except select n from new_rows n) then
        perform refuse_entitlement('a lapsed entitlement stays as it is', 'what_has_lapsed_stays');
    end if;
    if exists (
        select id, scheme_id, coupon_id, cause from new_rows except select id, scheme_id, coupon_id, cause from old_rows
    ) then
        perform refuse_entitlement('an entitlement stays with its coupon', 'an_entitlement_stays_with_its_coupon');
    end if;
    perform payouts_that_take_entitlements_are_open(array(select distinct payout_id from (
        select id, payout_id from new_rows where payout_id is not null except select id, payout_id from old_rows
    ) put_on));
    return null;
end
$$;
create trigger entitlements_on_a_payout_stand_still after update on payouts_entitlement
    referencing old table as old_rows new table as new_rows
    for each statement execute function entitlements_on_a_payout_stand_still();

create function only_free_entitlements_are_removed() returns trigger language plpgsql as $$
begin
    if exists (select from old_rows where payout_id is not null or lapsed_at is not null) then
        perform refuse_entitlement('only a free entitlement is removed', 'only_free_entitlements_are_removed');
    end if;
    return null;
end
$$;
create trigger only_free_entitlements_are_removed after delete on payouts_entitlement
    referencing old table as old_rows
    for each statement execute function only_free_entitlements_are_removed();
create trigger entitlements_are_never_emptied before truncate on payouts_entitlement
    for each statement execute function forbid_change();
