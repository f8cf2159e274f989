-- One mailbox, one account: two accounts of one person would pass every rule for two persons. Small letters and nothing
-- after a plus, as claims/contacts.py has it.
create unique index one_mailbox_has_one_account on auth_user (lower(regexp_replace(email, '\+[^@]*@', '@'))) where email <> '';

-- The approver's and the administrator's role come by an approved request, and end it when they go.
create function an_approver_is_made_by_two_persons() returns trigger language plpgsql as $$
begin
    if exists (select from auth_group g where g.id = new.group_id and g.name in ('approver', 'administrator')
        and not exists (select from trail_rolerequest r where r.user_id = new.user_id and r.role = g.name
            and r.state = 'approved' and r.ended_at is null)) then
        raise exception 'user % was not given this role by two persons', new.user_id
            using errcode = 'restrict_violation', constraint = tg_name;
    end if;
    return new;
end
$$;
create trigger an_approver_is_made_by_two_persons before insert or update on auth_user_groups
    for each row execute function an_approver_is_made_by_two_persons();

create function a_role_that_is_taken_is_asked_for_anew() returns trigger language plpgsql as $$
begin
    update trail_rolerequest r set ended_at = app_now() from auth_group g
    where g.id = old.group_id and r.role = g.name and r.user_id = old.user_id and r.ended_at is null and r.state = 'approved';
    return null;
end
$$;
create trigger a_role_that_is_taken_is_asked_for_anew after delete on auth_user_groups
    for each row execute function a_role_that_is_taken_is_asked_for_anew();
