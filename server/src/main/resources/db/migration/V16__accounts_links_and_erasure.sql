-- Durable work that is not bound to an instant; see energy.amps.server.agenda.Jobs. A job that was claimed is due again when
-- its lease ends, so that what a node that died had taken up is found by the others like any other.
create table job (
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    kind        text not null,
    ref         text collate "C" not null,
    due_at      timestamptz not null,
    -- Grows with each claim, and when the job is put anew: whoever holds an older one cannot end it (a fencing token).
    token       bigint not null default 0,
    primary key (customer_id, kind, ref)
);
create index job_due on job (due_at);

-- An account at a vendor, as it was linked to one end user. device.link_id names it.
create table account (
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    id          text collate "C" not null,
    user_id     text collate "C" not null,
    vendor      text not null,
    -- The connector's name of it: who links it again finds the same devices.
    external_id text collate "C" not null,
    created_at  timestamptz not null,
    primary key (customer_id, id),
    foreign key (customer_id, user_id) references end_user (customer_id, id)
);
create unique index account_of_user on account (customer_id, user_id, vendor, external_id);

-- What was linked before accounts had rows: nothing is known of those accounts but that there are such.
insert into account (customer_id, environment, id, user_id, vendor, external_id, created_at)
select distinct on (customer_id, link_id) customer_id, environment, link_id, user_id, vendor, link_id, created_at
from device where link_id is not null order by customer_id, link_id, id;

alter table device
    -- Since when the vendor no longer takes the credentials of its account; null while it does.
    add column disconnected_at timestamptz,
    -- Since when it is being erased, in the platform's time; null while it is not. Whoever asks for it does not find it.
    add column leaving_at timestamptz,
    -- When its last event was stored: that it is gone.
    add column left_at timestamptz;

drop index device_of_link;
create unique index device_of_link on device (customer_id, link_id, external_id)
    where link_id is not null and leaving_at is null;

alter table end_user
    -- Since when it is being erased, as above; its reference is free from then on.
    add column leaving_at timestamptz;
create index end_user_of_environment on end_user (customer_id, environment, id);

-- The linking of an account, from its credentials to its devices. Credentials are never here.
create table link (
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    id          text collate "C" not null,
    user_id     text collate "C" not null,
    vendor      text not null,
    state       text not null check (state in ('mfa_required', 'select_devices', 'linked')),
    -- What was asked for: devices of one family (null: of all), at most so many, chosen how, standing where.
    family      text,
    choice      text not null check (choice in ('all', 'ask', 'first')),
    most        integer not null check (most between 1 and 100),
    plant_zone  text,
    -- What the connector goes on from: its name of the account once that is known, and a note of its own.
    account     text,
    note        text not null check (octet_length(note) <= 4096),
    wrong_codes integer not null default 0,
    -- The devices, as the API shows them.
    devices     json not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    -- When it lapses, in the tenant's time; null once it is linked.
    lapses_at   timestamptz,
    primary key (customer_id, id),
    foreign key (customer_id, user_id) references end_user (customer_id, id),
    constraint pending_lapses check ((state = 'linked') = (lapses_at is null)),
    constraint account_is_known check (state = 'mfa_required' or account is not null)
);
create index link_of_environment on link (customer_id, environment, id);
create index link_of_user on link (customer_id, user_id, id);
create index link_pending on link (customer_id, environment) where state <> 'linked';

-- The way back for a device whose credentials died. The token itself is only in the event that announces it.
create table reconnection (
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    device_id   text collate "C" not null,
    token_hash  bytea not null check (octet_length(token_hash) = 32),
    created_at  timestamptz not null,
    primary key (customer_id, device_id),
    foreign key (customer_id, device_id) references device (customer_id, id)
);
create unique index reconnection_by_token on reconnection (token_hash);

-- An event of what was erased keeps its position, its type and its instant; it is about nobody.
alter table event alter column device_id drop not null, alter column user_id drop not null;

-- What is this installation's alone. The key makes the hash that an audit entry holds of an erased user: 244 random bits.
create table installation (
    one        boolean primary key default true check (one),
    audit_key  bytea not null check (octet_length(audit_key) = 32)
);
insert into installation (audit_key)
values (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

do $$
declare
    guarded text;
begin
    foreach guarded in array array['job', 'account', 'link', 'reconnection'] loop
        execute format('alter table %I enable row level security', guarded);
        execute format('alter table %I force row level security', guarded);
        execute format(
            'create policy tenant on %I to amps_api using (customer_id = current_setting(''amps.customer'', true)'
            ' and environment = current_setting(''amps.environment'', true))', guarded);
        execute format('create policy engine on %I to amps_engine using (true)', guarded);
    end loop;
end
$$;

grant select, insert, update, delete on job, account, link, reconnection to amps_api;
grant insert, update, delete on end_user to amps_api;
grant insert, delete on device to amps_api;
grant update (device_id, user_id, data) on event to amps_api;
grant select, update, delete on job to amps_engine;
grant select on installation to amps_engine;
