-- A report that was ended may be opened again (claims/incident_reopening.py), back to where its shop's answer has it.
create or replace function an_incident_moves_along_its_table() returns trigger language plpgsql as $$
begin
    if (old.state, new.state) not in (
        ('open', 'confirming'), ('open', 'declined'), ('open', 'closed'),
        ('confirming', 'confirmed'), ('confirming', 'refuted'), ('confirming', 'declined'), ('confirming', 'closed'),
        ('confirmed', 'confirming'), ('confirmed', 'approved'), ('confirmed', 'declined'), ('confirmed', 'closed'),
        ('refuted', 'confirming'), ('refuted', 'declined'), ('refuted', 'closed'),
        ('approved', 'confirmed'),
        ('declined', 'open'), ('declined', 'confirming'), ('declined', 'confirmed'), ('declined', 'refuted'),
        ('closed', 'open'), ('closed', 'confirming'), ('closed', 'confirmed'), ('closed', 'refuted')
    ) and not (new.kind = 'other' and (
        (old.state in ('open', 'confirming') and new.state = 'approved') or (old.state = 'approved' and new.state = 'open')
    )) then
        perform refuse_incident(old.id, 'an_incident_moves_along_its_table');
    end if;
    return new;
end
$$;

-- As before: who reported what stays, and while it is decided, all of it.
drop trigger what_was_reported_stays on claims_incident;
create trigger what_was_reported_stays before update on claims_incident
    for each row when (
        (old.id, old.scheme_id, old.receipt_no, old.form_nonce, old.taken_by_id, old.taken_at)
        is distinct from (new.id, new.scheme_id, new.receipt_no, new.form_nonce, new.taken_by_id, new.taken_at)
        or (old.state in ('approved', 'declined', 'closed') and
            (to_jsonb(old) - '{state,approved_yen,words,reason,decided_by_id,decided_at}'::text[])
            <> (to_jsonb(new) - '{state,approved_yen,words,reason,decided_by_id,decided_at}'::text[]))
        or (old.state in ('declined', 'closed') and old.state = new.state and to_jsonb(old) <> to_jsonb(new))
    ) execute function what_was_reported_stays();
