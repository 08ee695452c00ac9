-- Test clocks: a sandbox customer turns its own time (contract section 11).
--
-- A due row carries the tenant's instant and the platform's that follows from it. Hardly anybody turns a clock, so the first is
-- null where they are the same; the second is null while the tenant's time stands still, and the agenda, which reads it alone,
-- then finds nothing.

create table tenant_clock (
    customer_id text collate "C" primary key references customer (id),
    environment text not null check (environment = 'sandbox'),
    -- Whether every node knows that this clock may be turned. Until then it runs with the platform's.
    known       boolean not null default false,
    -- Where it stands; null while it runs.
    frozen_at   timestamptz,
    -- How far it runs ahead of the platform's, in milliseconds, while it runs.
    ahead_ms    bigint not null default 0,
    -- What is under way with it: how it is being turned, and where to; null when nothing is.
    turning     text check (turning in ('freeze', 'advance', 'reset')),
    target      timestamptz,
    -- Whether the turn has taken hold of the clock: from then on it stands at the instant that was reached.
    begun       boolean not null default false,
    -- Whether it runs on from the target.
    runs_on     boolean not null default false,
    constraint frozen_is_not_ahead check (frozen_at is null or ahead_ms = 0),
    constraint begun_stands check (not begun or (turning is not null and frozen_at is not null)),
    constraint turn_has_its_target check ((turning in ('freeze', 'advance')) is not true or target is not null)
);

-- What a node has yet to hear: that a customer's clock may be turned from now on. Read when it renews its lease, gone once heard.
create table clock_news (
    node_id     text collate "C" not null,
    customer_id text collate "C" not null,
    primary key (node_id, customer_id)
);

alter table due
    alter column due_at drop not null,
    -- The tenant's instant; null where it is the platform's.
    add column tenant_at timestamptz,
    add constraint due_some_time check (due_at is not null or tenant_at is not null);

-- Of a tenant with a turned clock: what is next.
create index due_turned on due (customer_id, environment, tenant_at) where tenant_at is not null;

do $$
declare
    guarded text;
begin
    foreach guarded in array array['tenant_clock', 'clock_news'] loop
        execute format('alter table %I enable row level security', guarded);
        execute format('alter table %I force row level security', guarded);
        execute format('create policy engine on %I to amps_engine using (true)', guarded);
    end loop;
    create policy tenant on tenant_clock to amps_api using (customer_id = current_setting('amps.customer', true)
        and environment = current_setting('amps.environment', true));
end
$$;

-- Reading under a shared lock asks for the right to update.
grant select, insert, update on tenant_clock to amps_api, amps_engine;
grant select, insert, delete on clock_news to amps_engine;
-- A sandbox that is reset begins anew, and so does what its devices went through.
grant delete on connector_chapter, telemetry to amps_engine;
