-- What devices did: the chapters that connectors close, and the readings that vendors gave.

-- A projected past is computed, never stored; what it is computed from is. A chapter is written in the transaction that
-- closes it, so that at every instant a stretch is told either by the connector's state or by one chapter.
create table connector_chapter (
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    device_id   text collate "C" not null,
    from_at     timestamptz not null,
    to_at       timestamptz not null,
    version     integer not null,
    content     text not null check (octet_length(content) <= 16384),
    primary key (customer_id, device_id, from_at),
    foreign key (customer_id, device_id) references device (customer_id, id) on delete cascade,
    constraint chapter_has_length check (to_at > from_at)
);
-- Asked for are nearly always the last ones.
create index chapter_until on connector_chapter (customer_id, device_id, to_at);

-- One row per live reading. Partitioned by the platform's time, so that a day goes by dropping a table. There is no default
-- partition: a row of a day that has none is refused, and whoever writes it makes the day first. Nothing refers to the
-- device: a row that is written must not wait for the device's lock.
create table telemetry (
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    device_id   text collate "C" not null,
    -- When the device was so, in the tenant's time.
    observed_at timestamptz not null,
    -- When the platform was told, in its own.
    received_at timestamptz not null,
    -- Its numeric fields under their API names.
    state       jsonb not null
) partition by range (received_at);
create index telemetry_of_device on telemetry (customer_id, device_id, observed_at);

do $$
declare
    guarded text;
begin
    foreach guarded in array array['connector_chapter', 'telemetry'] loop
        execute format('alter table %I enable row level security', guarded);
        execute format('alter table %I force row level security', guarded);
        execute format(
            'create policy tenant on %I to amps_api using (customer_id = current_setting(''amps.customer'', true)'
            ' and environment = current_setting(''amps.environment'', true))', guarded);
        execute format('create policy engine on %I to amps_engine using (true)', guarded);
    end loop;
end
$$;

grant select, insert on connector_chapter to amps_api, amps_engine;
grant select on telemetry to amps_api;
grant select, insert on telemetry to amps_engine;

-- A partition is made by the owner of the table, and the platform's roles own nothing (docs/decisions/0022). So they are
-- given these two functions, which can make and drop days of this table and nothing else. A partition has row-level
-- security and no policy: it is reached through its table, or not at all.

create function telemetry_day_made(of_day date) returns boolean
    language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    part text := 'telemetry_' || to_char(of_day, 'YYYYMMDD');
begin
    if to_regclass('public.' || part) is not null then
        return false;
    end if;
    -- Made apart and attached: that keeps neither readers nor writers of the table waiting.
    execute format('create table public.%I (like public.telemetry including constraints including indexes)', part);
    execute format('alter table public.%I enable row level security', part);
    execute format('alter table public.%I force row level security', part);
    execute format(
        'alter table public.telemetry attach partition public.%I for values from (%L) to (%L)',
        part, of_day::timestamp at time zone 'UTC', (of_day + 1)::timestamp at time zone 'UTC');
    return true;
end
$$;

-- Dropping waits for whoever reads, and keeps all others waiting meanwhile: so it gives up soon, to be tried again.
create function telemetry_days_dropped(before date) returns integer
    language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '1s'
as $$
declare
    part text;
    dropped integer := 0;
begin
    for part in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'public.telemetry'::regclass and c.relname ~ '^telemetry_[0-9]{8}$'
          and to_date(right(c.relname, 8), 'YYYYMMDD') < before
    loop
        execute format('drop table public.%I', part);
        dropped := dropped + 1;
    end loop;
    return dropped;
end
$$;

revoke all on function telemetry_day_made(date), telemetry_days_dropped(date) from public;
grant execute on function telemetry_day_made(date), telemetry_days_dropped(date) to amps_engine;
