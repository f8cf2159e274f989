-- A message moves along its table (notifications/models.py), also when a gateway reports late; a pause says who and why.
create trigger a_message_moves_along_its_table before update of state on notifications_message
    for each row when (
        old.state <> new.state
        and (old.state, new.state) not in (
            ('queued', 'sending'), ('queued', 'cancelled'),
            ('sending', 'queued'), ('sending', 'sent'), ('sending', 'undeliverable'), ('sending', 'cancelled'),
            ('sent', 'delivered'), ('sent', 'undeliverable'), ('delivered', 'undeliverable')
        )
        and not (
            new.channel in ('letter', 'call')
            and (old.state, new.state) in (('queued', 'sent'), ('queued', 'undeliverable'))
        )
    ) execute function a_message_stays();

-- What a provider said stays; only that it was applied is noted.
create function a_report_stays() returns trigger language plpgsql as $$
begin
    raise exception 'report % stays', old.id using errcode = 'restrict_violation', constraint = 'a_report_stays';
end
$$;
create trigger a_report_stays before update on notifications_deliveryreport
    for each row when (
        old.applied_at is not null
        or (old.id, old.channel, old.provider_id, old.state, old.reason, old.received_at)
        is distinct from (new.id, new.channel, new.provider_id, new.state, new.reason, new.received_at)
    ) execute function a_report_stays();
