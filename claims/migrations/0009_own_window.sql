-- A refund may be claimed by who holds an open receiving URL, as long as that is open (question 13).
create or replace function a_site_claim_is_filed_in_its_window() returns trigger language plpgsql as $$
declare
    s coupons_scheme;
begin
    select * into s from coupons_scheme where id = new.scheme_id;
    if new.filed_at < s.site_opens_at or new.filed_at >= greatest(
            case new.method when 'refund' then s.refund_claims_until else s.claims_until end, new.open_until) then
        raise exception 'the site takes no claims at %', new.filed_at
            using errcode = 'check_violation', constraint = 'a_site_claim_is_filed_in_its_window';
    end if;
    return new;
end
$$;
