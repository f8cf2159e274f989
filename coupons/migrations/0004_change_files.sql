-- What stands in a file for regionPAY, and what was told by it.

alter table coupons_changefile
    add constraint a_change_file_has_the_digest_of_its_bytes check (sha256 = encode(sha256(content), 'hex'));
alter table coupons_change
    add constraint a_change_and_its_file_are_of_one_scheme
        foreign key (file_id, scheme_id) references coupons_changefile (id, scheme_id);

-- A file stays as it was made. Once, somebody downloads it, all its lines in it; or, before that, it is set aside.
create function a_change_file_stays_as_it_was_made() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.downloaded_at is null and old.set_aside_at is null
        and (new.id, new.scheme_id, new.number, new.made_at, new.made_by, new.extensions, new.reinstatements,
            new.reversals, new.reinstated_yen, new.reversed_yen, new.line_count, new.sha256)
          = (old.id, old.scheme_id, old.number, old.made_at, old.made_by, old.extensions, old.reinstatements,
            old.reversals, old.reinstated_yen, old.reversed_yen, old.line_count, old.sha256)
        and (new.downloaded_at is null) <> (new.set_aside_at is null) then
        if new.downloaded_at is not null
            and (select count(*) from coupons_change where file_id = new.id) <> new.line_count then
            raise exception 'change file % has lost a line', old.number
                using errcode = 'restrict_violation', constraint = 'a_file_is_downloaded_with_all_its_lines';
        end if;
        return new;
    end if;
    raise exception 'change file % stays as it was made', old.number
        using errcode = 'restrict_violation', constraint = 'a_change_file_stays_as_it_was_made';
end
$$;
create trigger a_change_file_stays_as_it_was_made before update or delete on coupons_changefile
    for each row execute function a_change_file_stays_as_it_was_made();
create trigger change_files_are_never_emptied before truncate on coupons_changefile
    for each statement execute function forbid_change();
create trigger an_answer_file_stays before update or delete on coupons_answerfile
    for each row execute function forbid_change();
create trigger answer_files_are_never_emptied before truncate on coupons_answerfile
    for each statement execute function forbid_change();

-- As before, and now: what stands in a file goes nowhere else unless the file was set aside; what is told was
-- downloaded; what was acknowledged is not refused afterwards.
create or replace function what_was_told_stays() returns trigger language plpgsql as $$
declare
    free constant text[] := '{file_id,line_no,told_at,acknowledged_at,refused_at,refusal,differs_at,difference}';
begin
    if tg_op = 'DELETE' and old.told_at is null and old.file_id is null and old.kind = 'extension' then
        return old;
    elsif tg_op = 'UPDATE'
        and (to_jsonb(new) - free) = (to_jsonb(old) - free)
        and (old.told_at is null or new.told_at = old.told_at)
        and (old.acknowledged_at is null or (new.acknowledged_at = old.acknowledged_at
            and (new.refused_at, new.refusal) is not distinct from (old.refused_at, old.refusal))) then
        if (new.file_id, new.line_no) is distinct from (old.file_id, old.line_no) and not (case
            when old.file_id is null then exists (
                select from coupons_changefile f
                where f.id = new.file_id and f.downloaded_at is null and f.set_aside_at is null
                    and new.line_no between 1 and f.line_count
            )
            else new.file_id is null
                and exists (select from coupons_changefile f where f.id = old.file_id and f.set_aside_at is not null)
            end) then
            raise exception 'change % is in one file only', old.key
                using errcode = 'restrict_violation', constraint = 'a_change_is_in_one_file_only';
        end if;
        if old.told_at is null and new.told_at is not null and not exists (
            select from coupons_changefile f where f.id = new.file_id and f.downloaded_at = new.told_at
        ) then
            raise exception 'change % is told by nothing', old.key
                using errcode = 'restrict_violation', constraint = 'a_change_is_told_when_its_file_is_downloaded';
        end if;
        return new;
    end if;
    raise exception 'change % stays as it was made and told', old.key
        using errcode = 'restrict_violation', constraint = 'what_was_told_stays';
end
$$;
