-- Where a customer wants its events sent (contract section 9).

create table webhook_endpoint (
    customer_id      text collate "C" not null references customer (id),
    environment      text not null check (environment in ('sandbox', 'live')),
    id               text collate "C" not null,
    url              text not null,
    description      text not null,
    -- The types it wants; null for all, those of later versions included.
    events           text[],
    -- What is sent along, name to value; sealed, because people put credentials there.
    headers          text not null,
    -- Messages a second over all nodes; null for no limit.
    rate_limit       integer check (rate_limit between 1 and 10000),
    enabled          boolean not null,
    -- Why it is not: by the customer, or by the platform.
    disabled_reason  text check (disabled_reason in ('by_request', 'gone', 'failing')),
    -- Sealed; see energy.amps.server.secrets.Vault.
    secret           text not null,
    -- The secret before the last change, and until when it signs too.
    old_secret       text,
    old_secret_until timestamptz,
    -- Only events from this id on are sent: ids are time-ordered, and what was before is nobody's news.
    since            text collate "C" not null,
    -- The first failure after the last success.
    failing_since    timestamptz,
    -- The number of the last event about the endpoint itself.
    sequence         bigint not null default 0,
    -- What is left of the rate, and when that was so.
    rate_left        double precision not null default 0,
    rate_at          timestamptz not null,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    primary key (customer_id, id),
    constraint disabled_has_its_reason check (enabled = (disabled_reason is null)),
    constraint old_secret_has_its_end check ((old_secret is null) = (old_secret_until is null))
) with (fillfactor = 80);
create index webhook_endpoint_of_environment on webhook_endpoint (customer_id, environment, id);

alter table webhook_endpoint enable row level security;
alter table webhook_endpoint force row level security;
create policy tenant on webhook_endpoint to amps_api using (customer_id = current_setting('amps.customer', true)
    and environment = current_setting('amps.environment', true));
create policy engine on webhook_endpoint to amps_engine using (true);

grant select, insert, update, delete on webhook_endpoint to amps_api;
grant select, update on webhook_endpoint to amps_engine;
