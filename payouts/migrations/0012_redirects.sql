-- Who asked for what stays; it is answered once.
create function a_redirect_stays() returns trigger language plpgsql as $$
begin
    raise exception 'redirect % stays', old.id using errcode = 'restrict_violation', constraint = 'a_redirect_stays';
end
$$;
create trigger a_redirect_stays before update on payouts_redirect
    for each row when (
        old.state <> 'waiting'
        or (old.id, old.payout_id, old.channel, old.destination, old.reason, old.made_by_id, old.made_at)
        is distinct from
        (new.id, new.payout_id, new.channel, new.destination, new.reason, new.made_by_id, new.made_at)
    ) execute function a_redirect_stays();
create trigger a_redirect_is_never_deleted before delete on payouts_redirect
    for each row execute function a_redirect_stays();
