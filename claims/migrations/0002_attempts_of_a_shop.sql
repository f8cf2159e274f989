-- Question 9: a shop that does not answer. Silence is nobody there, or no answer yet; it ends with an answer, and what was
-- tried at a shop that the case no longer has says nothing of the one it has. On how many days (of Japan):
create function days_without_an_answer(incident bigint) returns integer language sql stable as $$
    select count(distinct (a.at at time zone 'Asia/Tokyo')::date)::integer
    from claims_incident i join claims_storeattempt a on a.confirmation_id = i.id and a.store_id = i.store_id
    where i.id = incident and not exists (  -- an answer ends the silence; its own attempt is none
        select from claims_storeattempt answer
        where answer.confirmation_id = i.id and answer.store_id = i.store_id
            and answer.outcome = 'answered' and answer.at >= a.at
    )
$$;

create function an_attempt_is_made_at_the_shop_of_its_case() returns trigger language plpgsql as $$
begin
    if not exists (select from claims_incident where id = new.confirmation_id and store_id = new.store_id) then
        perform refuse_incident(new.confirmation_id, 'an_attempt_is_made_at_the_shop_of_its_case');
    end if;
    return new;
end
$$;
create trigger an_attempt_is_made_at_the_shop_of_its_case before insert on claims_storeattempt
    for each row execute function an_attempt_is_made_at_the_shop_of_its_case();

-- What one shop has said is not another's answer.
create function a_shop_that_has_answered_stays() returns trigger language plpgsql as $$
begin
    if exists (select from claims_storeconfirmation where incident_id = new.id and result <> '') then
        perform refuse_incident(new.id, 'a_shop_that_has_answered_stays');
    end if;
    return new;
end
$$;
create trigger a_shop_that_has_answered_stays before update of store_id on claims_incident
    for each row when (old.store_id is distinct from new.store_id)
    execute function a_shop_that_has_answered_stays();
