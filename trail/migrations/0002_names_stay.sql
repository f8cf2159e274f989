-- A user's name is what the trail and every rule for two persons know a person by: it never changes, nor comes free.
create function a_user_keeps_its_name() returns trigger language plpgsql as $$
begin
    raise exception 'user % stays (%)', old.username, tg_name
        using errcode = 'restrict_violation', constraint = tg_name;
end
$$;
create trigger a_user_keeps_its_name before update of username on auth_user
    for each row when (old.username is distinct from new.username) execute function a_user_keeps_its_name();
create trigger a_user_is_never_deleted before delete on auth_user
    for each row execute function a_user_keeps_its_name();
