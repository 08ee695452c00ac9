-- Customers, their keys and end users, devices with what their connectors remember, actions, due work and events.
--
-- Every row carries its customer, every key begins with it, and nothing refers across customers (DESIGN: growing past
-- one machine). Ids are text in the C collation: they are time-ordered behind their prefix, so id order is age order.
--
-- Two walls between tenants. The first is the type system: no query is written without a Tenant. The second is here: every
-- table of a tenant's rows has row-level security, forced on its owner too, and the role the API runs under sees only the
-- tenant named by amps.customer and amps.environment in its own transaction. The engine's role serves all tenants; it gets
-- its own policies, on the tables it works on and no others.

create extension if not exists btree_gist;

do $$
begin
    if not exists (select 1 from pg_roles where rolname = 'amps_api') then
        create role amps_api nologin nosuperuser nobypassrls;
    end if;
    if not exists (select 1 from pg_roles where rolname = 'amps_engine') then
        create role amps_engine nologin nosuperuser nobypassrls;
    end if;
exception
    -- Two databases of one cluster may be migrated at the same time, and roles belong to the cluster.
    when duplicate_object or unique_violation then null;
end
$$;

do $$
begin
    execute format('grant amps_api to %I', current_user);
    execute format('grant amps_engine to %I', current_user);
exception
    when others then
        if not (pg_has_role(current_user, 'amps_api', 'member') and pg_has_role(current_user, 'amps_engine', 'member')) then
            raise;
        end if;
end
$$;

create table customer (
    id           text collate "C" primary key,
    name         text not null,
    live_enabled boolean not null,
    created_at   timestamptz not null
);

create table api_key (
    customer_id text collate "C" not null references customer (id),
    environment text not null check (environment in ('sandbox', 'live')),
    id          text collate "C" not null,
    -- SHA-256 of the key. A key is 190 random bits, not a password: there is nothing to stretch.
    hash        bytea not null check (octet_length(hash) = 32),
    created_at  timestamptz not null,
    expires_at  timestamptz,
    revoked_at  timestamptz,
    primary key (customer_id, id)
);
create unique index api_key_by_hash on api_key (hash);

create table end_user (
    customer_id  text collate "C" not null references customer (id),
    environment  text not null check (environment in ('sandbox', 'live')),
    id           text collate "C" not null,
    external_ref text,
    created_at   timestamptz not null,
    primary key (customer_id, id),
    unique (customer_id, environment, external_ref)
);

create table device (
    customer_id         text collate "C" not null,
    environment         text not null check (environment in ('sandbox', 'live')),
    id                  text collate "C" not null,
    user_id             text collate "C" not null,
    family              text not null,
    vendor              text not null,
    model               text not null,
    plant_zone          text,
    created_at          timestamptz not null,
    -- The number of the device's last event; the next one takes the next number in the transaction that makes it.
    sequence            bigint not null default 0,
    -- The instruction that the device was last known to take from us, whole; null before the first.
    standing_command    text,
    standing_parameters json,
    primary key (customer_id, id),
    foreign key (customer_id, user_id) references end_user (customer_id, id),
    check ((standing_command is null) = (standing_parameters is null))
);
create index device_of_family on device (customer_id, environment, family, id);
create index device_of_user on device (customer_id, user_id, id);

create table connector_state (
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    device_id   text collate "C" not null,
    version     integer not null,
    content     text not null check (octet_length(content) <= 16384),
    primary key (customer_id, device_id),
    foreign key (customer_id, device_id) references device (customer_id, id)
) with (fillfactor = 80);

create table action (
    customer_id        text collate "C" not null,
    environment        text not null check (environment in ('sandbox', 'live')),
    id                 text collate "C" not null,
    device_id          text collate "C" not null,
    user_id            text collate "C" not null,
    key_id             text collate "C" not null,
    family             text not null,
    command            text not null,
    -- As sent, to the digit; null when the push had none.
    parameters         json,
    state              text not null check (state in ('scheduled', 'acknowledged', 'completed', 'failed', 'cancelled')),
    -- What the engine is about with it; see energy.amps.server.action.Stage.
    stage              text not null,
    start_at           timestamptz,
    end_at             timestamptz,
    created_at         timestamptz not null,
    updated_at         timestamptz not null,
    acknowledged_at    timestamptz,
    completed_at       timestamptz,
    message            text,
    error_code         text,
    error_message      text,
    clear_scheduler    boolean not null,
    controls           json,
    -- The current sending: which one it is, when the intent to send was committed, and what was last heard of it.
    attempt            integer not null default 0,
    attempt_at         timestamptz,
    fault_code         text,
    fault_message      text,
    -- Whether the vendor is known to have taken the opening of a window.
    opened             boolean not null default false,
    -- Where the device goes when the window closes.
    prior_command      text,
    prior_parameters   json,
    -- Whether the device still stands in the mode of a window that closed, which this action took over unreturned.
    owes_prior         boolean not null default false,
    -- When the return was first due; an hour later the action has failed.
    returning_since    timestamptz,
    primary key (customer_id, id),
    foreign key (customer_id, device_id) references device (customer_id, id),
    constraint terminal_has_its_instant check ((state in ('completed', 'failed', 'cancelled')) = (completed_at is not null)),
    constraint terminal_has_its_result check ((state in ('completed', 'failed', 'cancelled')) = (message is not null)),
    constraint failed_has_its_code check ((state = 'failed') = (error_code is not null)),
    constraint window_is_a_window check (end_at is null or (start_at is not null and end_at >= start_at)),
    constraint window_is_short check (end_at is null or end_at - start_at <= interval '24 hours'),
    constraint prior_is_whole check ((prior_command is null) = (prior_parameters is null)),
    constraint stage_fits_state check (
        case state
            when 'scheduled' then stage = 'waiting'
            when 'acknowledged' then stage in ('ready', 'sending', 'submitted', 'applying', 'unsettled', 'open',
                'return_sending', 'return_submitted', 'return_applying', 'return_unsettled', 'return_waiting')
            when 'completed' then stage in ('done', 'releasing')
            when 'failed' then stage in ('done', 'releasing',
                'return_sending', 'return_submitted', 'return_applying', 'return_unsettled', 'return_waiting')
            else stage = 'done'
        end),
    -- The backstop of contract section 6; the decision itself is taken under the device's lock.
    constraint windows_never_overlap exclude using gist (
        customer_id with =, device_id with =, tstzrange(start_at, end_at) with &&
    ) where (state in ('scheduled', 'acknowledged') and end_at is not null)
) with (fillfactor = 80);
create unique index one_acknowledged_per_device on action (customer_id, device_id) where state = 'acknowledged';
-- What decides about a device: its unfinished actions, at most a queue's length of them.
create index action_live on action (customer_id, device_id) where stage <> 'done';
create index action_of_device on action (customer_id, device_id, id);
create index action_of_environment on action (customer_id, environment, id);
create index action_of_user on action (customer_id, user_id, id);

create table due (
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    kind        text not null,
    ref         text collate "C" not null,
    device_id   text collate "C" not null,
    due_at      timestamptz not null,
    lease_owner text collate "C",
    -- Grows each time the lease changes hands: whoever holds an older one cannot write (a fencing token).
    lease_token bigint not null,
    primary key (customer_id, kind, ref)
) with (fillfactor = 70);
create index due_free on due (due_at) where lease_owner is null;
create index due_leased on due (lease_owner) where lease_owner is not null;

create table node (
    id          text collate "C" primary key,
    lease_until timestamptz not null
);

create table event (
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    id          text collate "C" not null,
    device_id   text collate "C" not null,
    user_id     text collate "C" not null,
    sequence    bigint not null,
    type        text not null,
    occurred_at timestamptz not null,
    data        json,
    primary key (customer_id, id)
);
create unique index event_of_device on event (customer_id, device_id, sequence);

-- The second wall.
do $$
declare
    guarded text;
begin
    foreach guarded in array array['api_key', 'end_user', 'device', 'connector_state', 'action', 'due', 'event'] loop
        execute format('alter table %I enable row level security', guarded);
        execute format('alter table %I force row level security', guarded);
        execute format(
            'create policy tenant on %I to amps_api using (customer_id = current_setting(''amps.customer'', true)'
            ' and environment = current_setting(''amps.environment'', true))', guarded);
        execute format('create policy engine on %I to amps_engine using (true)', guarded);
    end loop;
    alter table customer enable row level security;
    alter table customer force row level security;
    create policy engine on customer to amps_engine using (true);
end
$$;

grant select on end_user to amps_api;
grant select, update on device to amps_api;
grant select, insert, update, delete on connector_state, action, due to amps_api;
grant select, insert on event to amps_api;

grant select, insert, update on customer, api_key, end_user, device, connector_state, action, event to amps_engine;
grant select, insert, update, delete on due, node to amps_engine;
