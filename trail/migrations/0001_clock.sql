-- Legal time = the transaction's time, moved in a rehearsal by one row (config/clock.py).
create table clock_ahead (
    one boolean primary key default true check (one),
    ahead interval not null
);

create function app_now() returns timestamptz language sql stable parallel safe as $$
    select transaction_timestamp() + coalesce((select ahead from clock_ahead), interval '0')
$$;

-- For every table that only ever grows.
create function forbid_change() returns trigger language plpgsql as $$
begin
    raise exception '% takes inserts only (%)', tg_table_name, tg_name using errcode = 'restrict_violation';
end
$$;
