-- A line is not taken back under a live payout: void first, then withdraw (attack 14).
create function a_line_with_a_live_payout_stays_accepted() returns trigger language plpgsql as $$
begin
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
create trigger a_line_with_a_live_payout_stays_accepted before update on claims_claimline
    for each row when (old.state = 'accepted' and (new.state <> 'accepted' or new.coupon_id is distinct from old.coupon_id
        or new.claim_id <> old.claim_id))
    execute function a_line_with_a_live_payout_stays_accepted();
create trigger an_accepted_line_with_a_live_payout_is_not_deleted before delete on claims_claimline
    for each row when (old.state = 'accepted') execute function a_line_with_a_live_payout_stays_accepted();

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
