-- What no check constraint can say about messages and releases (design 4).

create function a_message_stays() returns trigger language plpgsql as $$
begin
    raise exception 'message % cannot do this (%)', case when tg_op = 'DELETE' then old.key else new.key end, tg_name
        using errcode = 'restrict_violation', constraint = tg_name;
end
$$;
create trigger a_message_begins_in_the_queue before insert on notifications_message
    for each row when (new.state <> 'queued' or new.attempts <> 0 or new.sent_at is not null)
    execute function a_message_stays();
create trigger a_message_keeps_its_words before update on notifications_message
    for each row when (
        (old.id, old.key, old.scheme, old.channel, old."to", old.template, old.context, old.about, old.release,
         old.urgent, old.not_before)
        is distinct from
        (new.id, new.key, new.scheme, new.channel, new."to", new.template, new.context, new.about, new.release,
         new.urgent, new.not_before)
    ) execute function a_message_stays();

-- A deleted key could be queued, and sent, again.
create trigger a_message_is_never_deleted before delete on notifications_message
    for each row execute function a_message_stays();
create trigger messages_are_never_emptied before truncate on notifications_message
    for each statement execute function forbid_change();

-- Approved, a release may still be paused, and nothing else.
create function an_approved_release_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.approved_at is null then
            return old;
        end if;
    elsif (new.scheme, new.what, new.made_by, new.made_at) = (old.scheme, old.what, old.made_by, old.made_at)
        and (old.approved_at is null or (new.approved_by, new.approved_at) = (old.approved_by, old.approved_at)) then
        return new;
    end if;
    raise exception 'release % of % stays', old.what, old.scheme
        using errcode = 'restrict_violation', constraint = 'an_approved_release_stays';
end
$$;
create trigger an_approved_release_stays before update or delete on notifications_release
    for each row execute function an_approved_release_stays();
