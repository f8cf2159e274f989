-- Purging erases people and keeps money (desk/purging.py). What the triggers below forbid, a purge may do: while the
-- transaction's setting hosho.purging names a scheme, the guards of these tables rest, and in their stead stands
-- a_purge_erases_only_what_is_personal: nothing but the listed columns changes, nothing is added or deleted, and only
-- after the scheme's keep_personal_data_until. So the setting opens nothing to anybody who sets it for another end.
create function a_purge_erases_only_what_is_personal() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE'
        and to_jsonb(new) - tg_argv[0]::text[] = to_jsonb(old) - tg_argv[0]::text[]
        and exists (
            select from coupons_scheme
            where id::text = current_setting('hosho.purging', true) and keep_personal_data_until <= app_now()
        ) then
        return new;
    end if;
    raise exception 'a purge erases what is personal, after its time (% %)', tg_op, tg_table_name
        using errcode = 'restrict_violation', constraint = 'a_purge_erases_only_what_is_personal';
end
$$;

do $$
declare
    personal constant jsonb := '{
        "coupons_member": "member_no,phone,email",
        "claims_claim": "name,name_kana,phone,email,deliver_to,contact_key",
        "claims_claimline": "stated_no,words",
        "claims_stay": "place,booked_with,representative",
        "claims_bankaccount": "number_sealed,number_ends,holder_kana,fingerprint",
        "claims_deskclaim": "on_behalf_of,relation,evidence",
        "claims_proposal": "details,reason,answer",
        "claims_callnote": "text,phone_mark",
        "claims_incident": "stated_no,paid_around,story,name,name_kana,phone,deliver_to,words",
        "claims_storeconfirmation": "store_person,evidence,again_why",
        "claims_storeattempt": "note,mark",
        "claims_incidentdecision": "reason,answer,undone_why",
        "claims_storeanswerfile": "name,faults",
        "notifications_message": "to,context,error",
        "payouts_payout": "hold_reason",
        "payouts_receivelink": "destination",
        "payouts_redirect": "destination,reason,answer",
        "payouts_accountrequest": "reason",
        "payouts_accountproposal": "account_sealed,reason,answer",
        "payouts_refundline": "account_sealed,excluded_reason,outcome_reason",
        "payouts_refundbatch": "xlsx,zengin,xlsx_sha256,zengin_sha256,sent_back,refused_reason,work_error",
        "payouts_transferoutcome": "reason",
        "payouts_resultfile": "name",
        "trail_job": "wanted,result,says,problem",
        "trail_jobfile": "name,content"
    }';
    is_open constant text := 'nullif(current_setting(''hosho.purging'', true), '''') is null';
    guard record;
    one record;
begin
    for guard in
        select t.tgname, t.tgrelid::regclass as of_table, pg_get_triggerdef(t.oid) as says
        from pg_trigger t
        where not t.tgisinternal and t.tgtype & 1 = 1 and t.tgtype & 16 = 16  -- for each row, on update
            and t.tgrelid in (select key::regclass from jsonb_each(personal))
    loop
        execute format('drop trigger %I on %s', guard.tgname, guard.of_table);
        execute case
            when guard.says like '% WHEN (%' then
                regexp_replace(guard.says, ' WHEN \((.*)\) EXECUTE ', format(' WHEN (%s and (\1)) EXECUTE ', is_open))
            else replace(guard.says, ' EXECUTE ', format(' WHEN (%s) EXECUTE ', is_open))
        end;
    end loop;
    for one in select key, value from jsonb_each_text(personal) loop
        execute format(
            'create trigger a_purge_erases_only_what_is_personal before insert or update or delete on %s'
            ' for each row when (not (%s)) execute function a_purge_erases_only_what_is_personal(%L)',
            one.key, is_open, '{' || one.value || '}'
        );
    end loop;
end
$$;
