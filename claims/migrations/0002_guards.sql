-- Nothing crosses from one scheme to another.
create function a_claim_line_stays_in_its_scheme() returns trigger language plpgsql as $$
begin
    if (select scheme_id from coupons_coupon where id = new.coupon_id)
        <> (select scheme_id from claims_claim where id = new.claim_id) then
        raise exception 'claim line and coupon are of two schemes'
            using errcode = 'check_violation', constraint = 'a_claim_line_stays_in_its_scheme';
    end if;
    return new;
end
$$;
create trigger a_claim_line_stays_in_its_scheme before insert or update of coupon_id, claim_id on claims_claimline
    for each row when (new.coupon_id is not null) execute function a_claim_line_stays_in_its_scheme();

-- A refund may be claimed by who holds an open receiving URL, as long as that is open (question 13).
create function a_site_claim_is_filed_in_its_window() returns trigger language plpgsql as $$
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
create trigger a_site_claim_is_filed_in_its_window before insert on claims_claim
    for each row when (new.channel = 'site') execute function a_site_claim_is_filed_in_its_window();
