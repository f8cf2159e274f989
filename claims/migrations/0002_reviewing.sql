-- What waits for a second person is asked for once, as it is, and settled once.

create function a_proposal_stays_as_it_was_made() returns trigger language plpgsql as $$
begin
    raise exception 'proposal % cannot do this (%)', coalesce(old.id, new.id), tg_name
        using errcode = 'restrict_violation', constraint = tg_name;
end
$$;
create trigger a_proposal_begins_waiting before insert on claims_proposal
    for each row when (new.state <> 'waiting') execute function a_proposal_stays_as_it_was_made();
create trigger a_settled_proposal_stays before update on claims_proposal
    for each row when (old.state <> 'waiting') execute function a_proposal_stays_as_it_was_made();
create trigger a_proposal_keeps_what_it_asks_for before update on claims_proposal
    for each row when (
        (old.id, old.scheme_id, old.deed, old.claim_id, old.line_id, old.coupon_id, old.amount_yen, old.details, old.reason,
         old.digest, old.made_by_id, old.made_at)
        is distinct from
        (new.id, new.scheme_id, new.deed, new.claim_id, new.line_id, new.coupon_id, new.amount_yen, new.details, new.reason,
         new.digest, new.made_by_id, new.made_at)
    ) execute function a_proposal_stays_as_it_was_made();
create trigger a_proposal_is_never_deleted before delete on claims_proposal
    for each row execute function a_proposal_stays_as_it_was_made();
create trigger proposals_are_never_emptied before truncate on claims_proposal
    for each statement execute function forbid_change();
