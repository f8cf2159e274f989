-- What a scheme said before stays known, whoever changes it; what was asked for is settled once.

-- On a scheme, and on the settings of its brands (payouts). `brand`: the column that names the brand, or ''.
create function a_scheme_keeps_its_versions() returns trigger language plpgsql set timezone to 'UTC' as $$
declare
    -- To stop and to start again has a trail of its own (payouts/reconciling.py, payouts/holds.py).
    before jsonb := to_jsonb(old) - '{id,stopped_at,stopped_reason}'::text[];
    after jsonb := to_jsonb(new) - '{id,stopped_at,stopped_reason}'::text[];
    changed jsonb;
begin
    select jsonb_object_agg(a.key, jsonb_build_array(before -> a.key, a.value)) into changed
        from jsonb_each(after) a where a.value is distinct from before -> a.key;
    if changed is not null then
        insert into coupons_schemeversion (scheme_id, brand, values, at, change_id)
        values (
            coalesce(to_jsonb(new) -> 'scheme_id', to_jsonb(new) -> 'id')::bigint,
            coalesce(to_jsonb(new) ->> tg_argv[0], ''),
            changed,
            app_now(),
            nullif(current_setting('hosho.scheme_change', true), '')::bigint
        );
    end if;
    return null;
end
$$;
create trigger a_scheme_keeps_its_versions after update on coupons_scheme
    for each row execute function a_scheme_keeps_its_versions('');
alter table coupons_schemeversion
    add constraint a_version_and_its_change_are_of_one_scheme
        foreign key (change_id, scheme_id) references coupons_schemechange (id, scheme_id);
create trigger versions_are_append_only before update or delete on coupons_schemeversion
    for each row execute function forbid_change();
create trigger versions_are_never_emptied before truncate on coupons_schemeversion
    for each statement execute function forbid_change();

-- A version names only a change that two persons have settled on, and is just what they saw.
create function a_version_is_what_was_confirmed() returns trigger language plpgsql as $$
begin
    if not exists (
        select from coupons_schemechange c
        where c.id = new.change_id and c.state = 'confirmed' and c.brand = new.brand and c.values = new.values
    ) then
        raise exception 'change % was not confirmed like this', new.change_id
            using errcode = 'check_violation', constraint = 'a_version_is_what_was_confirmed';
    end if;
    return new;
end
$$;
create trigger a_version_is_what_was_confirmed before insert on coupons_schemeversion
    for each row when (new.change_id is not null) execute function a_version_is_what_was_confirmed();

-- Who asked for what stays; it is answered once.
create function a_change_of_a_scheme_stays() returns trigger language plpgsql as $$
begin
    raise exception 'change % of a scheme stays', old.id
        using errcode = 'restrict_violation', constraint = 'a_change_of_a_scheme_stays';
end
$$;
create trigger a_change_of_a_scheme_stays before update on coupons_schemechange
    for each row when (
        old.state <> 'waiting'
        or (to_jsonb(old) - '{state,settled_by_id,settled_at,answer}'::text[])
        is distinct from (to_jsonb(new) - '{state,settled_by_id,settled_at,answer}'::text[])
    ) execute function a_change_of_a_scheme_stays();
create trigger a_change_of_a_scheme_is_never_deleted before delete on coupons_schemechange
    for each row execute function a_change_of_a_scheme_stays();
create trigger changes_of_a_scheme_are_never_emptied before truncate on coupons_schemechange
    for each statement execute function forbid_change();
