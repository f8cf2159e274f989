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

-- From state to state. Cancelled while being sent: it may have left all the same, then `sent_at` says so.
-- Letters and calls are settled by hand: nothing leases them.
create trigger a_message_moves_along_its_table before update of state on notifications_message
    for each row when (
        old.state <> new.state
        and (old.state, new.state) not in (
            ('queued', 'sending'), ('queued', 'cancelled'),
            ('sending', 'queued'), ('sending', 'sent'), ('sending', 'undeliverable'), ('sending', 'cancelled'),
            ('sent', 'delivered'), ('sent', 'undeliverable')
        )
        and not (
            new.channel in ('letter', 'call')
            and (old.state, new.state) in (('queued', 'sent'), ('queued', 'undeliverable'))
        )
    ) execute function a_message_stays();

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

create function an_approved_release_stays() returns trigger language plpgsql as $$
begin
    if old.approved_at is null and (tg_op = 'DELETE'
        or (new.scheme, new.what, new.made_by, new.made_at) = (old.scheme, old.what, old.made_by, old.made_at)) then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    raise exception 'release % of % stays', old.what, old.scheme
        using errcode = 'restrict_violation', constraint = 'an_approved_release_stays';
end
$$;
create trigger an_approved_release_stays before update or delete on notifications_release
    for each row execute function an_approved_release_stays();
