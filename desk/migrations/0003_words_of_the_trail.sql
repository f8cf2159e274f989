-- A purge may blank words in the trail's details too (desk/personal.py), as 0002_purge.sql says of the other tables: for
-- everybody else, and for everything else, the trail stays append-only.
drop trigger the_trail_is_append_only on trail_auditevent;
create trigger the_trail_is_append_only before update or delete on trail_auditevent
    for each row when (nullif(current_setting('hosho.purging', true), '') is null) execute function forbid_change();
create trigger a_purge_erases_only_what_is_personal before insert or update or delete on trail_auditevent
    for each row when (nullif(current_setting('hosho.purging', true), '') is not null)
    execute function a_purge_erases_only_what_is_personal('{detail}');
