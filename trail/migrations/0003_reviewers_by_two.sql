-- A reviewer is a second person too (`desk.approve_claim`, `desk.approve_review`): one administrator alone gives no such role.
create or replace function an_approver_is_made_by_two_persons() returns trigger language plpgsql as $$
begin
    if exists (select from auth_group g where g.id = new.group_id and g.name in ('reviewer', 'approver', 'administrator')
        and not exists (select from trail_rolerequest r where r.user_id = new.user_id and r.role = g.name
            and r.state = 'approved' and r.ended_at is null)) then
        raise exception 'user % was not given this role by two persons', new.user_id
            using errcode = 'restrict_violation', constraint = tg_name;
    end if;
    return new;
end
$$;
