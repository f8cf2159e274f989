-- What happened stays.
create trigger the_trail_is_append_only before update or delete on trail_auditevent
    for each row execute function forbid_change();
create trigger the_trail_is_never_emptied before truncate on trail_auditevent
    for each statement execute function forbid_change();
