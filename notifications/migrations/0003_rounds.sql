-- What came after its approval is only ever counted up; the rest stays as it was.
create or replace function an_approved_release_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.approved_at is null then
            return old;
        end if;
    elsif (new.scheme, new.what, new.made_by, new.made_at) = (old.scheme, old.what, old.made_by, old.made_at)
        and new.late >= old.late
        and (old.approved_at is null or (new.approved_by, new.approved_at) = (old.approved_by, old.approved_at)) then
        return new;
    end if;
    raise exception 'release % of % stays', old.what, old.scheme
        using errcode = 'restrict_violation', constraint = 'an_approved_release_stays';
end
$$;
