-- A sum that two persons granted (case 16): never without them, never more, and never for somebody else.

create function a_decision_is_granted_by_two_persons() returns trigger language plpgsql as $$
begin
    if (select coalesce(sum(amount_yen), 0) from payouts_entitlement where coupon_id = new.coupon_id and cause = 'decision')
        > (select coalesce(sum(amount_yen), 0) from claims_proposal
            where coupon_id = new.coupon_id and deed = 'grant' and state = 'approved') then
        raise exception 'more is decided for coupon % than was granted', new.coupon_id
            using errcode = 'check_violation', constraint = 'a_decision_is_granted_by_two_persons';
    end if;
    return null;
end
$$;
create trigger a_decision_is_granted_by_two_persons after insert on payouts_entitlement
    for each row when (new.cause = 'decision') execute function a_decision_is_granted_by_two_persons();
create trigger a_greater_decision_is_granted_too after update of amount_yen on payouts_entitlement
    for each row when (new.cause = 'decision' and new.amount_yen > old.amount_yen)
    execute function a_decision_is_granted_by_two_persons();

-- No more than the coupon was worth.
create function a_grant_is_at_most_the_face_value() returns trigger language plpgsql as $$
begin
    if new.amount_yen > (select face_value_yen from coupons_coupon where id = new.coupon_id) then
        raise exception 'coupon % was never worth % yen', new.coupon_id, new.amount_yen
            using errcode = 'check_violation', constraint = 'a_grant_is_at_most_the_face_value';
    end if;
    return new;
end
$$;
create trigger a_grant_is_at_most_the_face_value before insert on claims_proposal
    for each row when (new.deed = 'grant') execute function a_grant_is_at_most_the_face_value();

-- What was granted to a line would fall to whoever else holds the coupon, once the line is gone.
create function a_granted_line_leaves_after_its_yen() returns trigger language plpgsql as $$
begin
    if exists (
        select from payouts_entitlement
        where coupon_id = old.coupon_id and cause = 'decision' and payout_id is null and lapsed_at is null
    ) then
        raise exception 'claim line % is still owed what was granted', old.id
            using errcode = 'check_violation', constraint = 'a_granted_line_leaves_after_its_yen';
    end if;
    return new;
end
$$;
create trigger a_granted_line_leaves_after_its_yen before update of state, coupon_id on claims_claimline
    for each row when (old.state = 'granted' and (new.state <> 'granted' or new.coupon_id is distinct from old.coupon_id))
    execute function a_granted_line_leaves_after_its_yen();
create trigger a_line_with_a_live_payout_stays_accepted before update on claims_claimline
    for each row when (old.state in ('accepted', 'granted') and (new.state <> old.state
        or new.coupon_id is distinct from old.coupon_id or new.claim_id <> old.claim_id))
    execute function a_line_with_a_live_payout_stays_accepted();
create trigger an_accepted_line_with_a_live_payout_is_not_deleted before delete on claims_claimline
    for each row when (old.state in ('accepted', 'granted')) execute function a_line_with_a_live_payout_stays_accepted();
create trigger a_withdrawn_claim_has_no_live_lines before insert or update of state, claim_id on claims_claimline
    for each row when (new.state in ('filed', 'review', 'accepted', 'granted'))
    execute function a_withdrawn_claim_has_no_live_lines();
