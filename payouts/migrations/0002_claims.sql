-- Claims and what is paid for them.

-- A line is not taken back under a live payout: void first, then withdraw (attack 14). The claim is locked, as an opening
-- does (payouts/opening.py): whoever comes second sees what the first has done. A function that takes an accepted line
-- back locks its claim before the line.
create function a_line_with_a_live_payout_stays_accepted() returns trigger language plpgsql as $$
begin
    perform from claims_claim where id = old.claim_id for no key update;
    if exists (
        select from payouts_payout p join payouts_entitlement e on e.payout_id = p.id
        where p.claim_id = old.claim_id and e.coupon_id = old.coupon_id and p.state in ('open', 'ordered', 'paid')
    ) then
        raise exception 'claim line % has a live payout', old.id
            using errcode = 'check_violation', constraint = 'a_line_with_a_live_payout_stays_accepted';
    end if;
    return coalesce(new, old);
end
$$;

-- An accepted line on a withdrawn claim would keep its coupon from everybody else, for ever. The lines lock their claim for
-- key share only, as their foreign key does: they wait for a withdrawal and it for them, and nobody else for either.
create function a_withdrawn_claim_has_no_live_lines() returns trigger language plpgsql as $$
declare
    withdrawn timestamptz;
begin
    select withdrawn_at into withdrawn from claims_claim where id = new.claim_id for key share;
    if withdrawn is not null then
        raise exception 'the claim of line % is withdrawn', new.id
            using errcode = 'check_violation', constraint = 'a_withdrawn_claim_has_no_live_lines';
    end if;
    return new;
end
$$;

create function a_withdrawn_claim_keeps_no_live_line() returns trigger language plpgsql as $$
begin
    perform from claims_claim where id = new.id for update;
    if exists (
        select from claims_claimline where claim_id = new.id and state in ('filed', 'review', 'accepted', 'granted')
    ) then
        raise exception 'claim % has a live line', new.receipt_no
            using errcode = 'check_violation', constraint = 'a_withdrawn_claim_has_no_live_lines';
    end if;
    return new;
end
$$;
create trigger a_withdrawn_claim_keeps_no_live_line before update of withdrawn_at on claims_claim
    for each row when (new.withdrawn_at is not null) execute function a_withdrawn_claim_keeps_no_live_line();

create function a_claim_with_a_live_payout_is_not_withdrawn() returns trigger language plpgsql as $$
begin
    if exists (select from payouts_payout where claim_id = new.id and state in ('open', 'ordered', 'paid')) then
        raise exception 'claim % has a live payout', new.receipt_no
            using errcode = 'check_violation', constraint = 'a_claim_with_a_live_payout_is_not_withdrawn';
    end if;
    return new;
end
$$;
create trigger a_claim_with_a_live_payout_is_not_withdrawn before update of withdrawn_at on claims_claim
    for each row when (old.withdrawn_at is null and new.withdrawn_at is not null)
    execute function a_claim_with_a_live_payout_is_not_withdrawn();
