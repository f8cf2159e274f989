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
