-- The feed of events, and what is to be delivered of it.
--
-- The event row is the outbox entry: whatever makes an event writes this row in its own transaction, and nothing else. After
-- the commit somebody numbers it; the same transaction makes the rows of what is to be delivered. So nothing is lost between
-- the two, and a customer whom nobody reads costs one entry in a small index.

alter table event
    -- Its place in the feed of its customer and environment; null until it has one. Given once, without gaps.
    add column position bigint;

create index event_unnumbered on event (customer_id, environment, id) where position is null;
create unique index event_feed on event (customer_id, environment, position) where position is not null;

create table feed (
    customer_id    text collate "C" not null references customer (id),
    environment    text not null check (environment in ('sandbox', 'live')),
    -- The last position that was given. Whoever numbers holds this row's lock.
    last_position  bigint not null,
    -- Up to here events are gone: their time was over.
    gone_to        bigint not null default 0,
    primary key (customer_id, environment),
    constraint gone_is_behind check (gone_to <= last_position)
) with (fillfactor = 50);

-- A message on its way, or given up. What has arrived leaves a row in webhook_attempt only.
create table delivery (
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    endpoint_id text collate "C" not null,
    event_id    text collate "C" not null,
    -- Platform time of the next attempt; null once it was given up.
    due_at      timestamptz,
    -- Attempts made since it was enqueued, or enqueued again.
    attempts    integer not null default 0,
    lease_owner text collate "C",
    -- Grows each time the lease changes hands.
    lease_token bigint not null default 0,
    primary key (customer_id, endpoint_id, event_id),
    constraint given_up_is_free check (due_at is not null or lease_owner is null)
) with (fillfactor = 70);
-- Claims go endpoint by endpoint: however much waits for one, a step into this index is all it costs the others.
create index delivery_free on delivery (customer_id, endpoint_id, due_at) where lease_owner is null and due_at is not null;
create index delivery_leased on delivery (lease_owner) where lease_owner is not null;

-- What was tried. A ring of days: the part of a day nine days ago is emptied whole before it is written again.
create table webhook_attempt (
    slot        smallint not null,
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    endpoint_id text collate "C" not null,
    id          text collate "C" not null,
    event_id    text collate "C" not null,
    type        text not null,
    attempt     integer not null,
    at          timestamptz not null,
    latency_ms  integer not null,
    status      integer,
    error       text,
    response    text,
    next_at     timestamptz,
    constraint attempt_ended_somehow check (status is not null or error is not null)
) partition by list (slot);
create index webhook_attempt_of_endpoint on webhook_attempt (customer_id, endpoint_id, id);
-- For one message's attempts, and for taking out what was said to it when its user is erased.
create index webhook_attempt_of_event on webhook_attempt (customer_id, event_id);

do $$
begin
    for slot in 0..8 loop
        execute format('create table webhook_attempt_%s partition of webhook_attempt for values in (%s)', slot, slot);
        execute format('grant select, truncate on webhook_attempt_%s to amps_engine', slot);
    end loop;
end
$$;

do $$
declare
    guarded text;
begin
    foreach guarded in array array['feed', 'delivery', 'webhook_attempt'] || array(
        select format('webhook_attempt_%s', slot) from generate_series(0, 8) slot) loop
        execute format('alter table %I enable row level security', guarded);
        execute format('alter table %I force row level security', guarded);
        execute format(
            'create policy tenant on %I to amps_api using (customer_id = current_setting(''amps.customer'', true)'
            ' and environment = current_setting(''amps.environment'', true))', guarded);
        execute format('create policy engine on %I to amps_engine using (true)', guarded);
    end loop;
end
$$;

grant select on feed, webhook_attempt to amps_api;
grant update (response) on webhook_attempt to amps_api;
grant select, insert, update, delete on delivery to amps_api;
grant select, insert, update on feed to amps_engine;
grant select, insert, update, delete on delivery to amps_engine;
grant select, insert on webhook_attempt to amps_engine;
grant delete on event to amps_engine;
