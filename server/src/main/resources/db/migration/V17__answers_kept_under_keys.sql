-- What was answered to requests that carry an Idempotency-Key (contract section 2). A row is a claim while its request runs, and
-- the answer once the effect holds: the effect's own transaction writes it. A claim of a node that died lapses.

create table idempotency (
    customer_id   text collate "C" not null,
    environment   text not null check (environment in ('sandbox', 'live')),
    -- What a key is good for: user, method, path and key, as a hash.
    scope         bytea not null check (length(scope) = 32),
    -- What was asked: query and body as sent, as a hash.
    request       bytea not null check (length(request) = 32),
    -- Who holds the claim: whoever took it over has another, so that the one before cannot write (a fencing token).
    token         text collate "C" not null,
    created_at    timestamptz not null,
    -- Until when the claim keeps others out.
    claimed_until timestamptz not null,
    status        smallint,
    -- The answer's data as it is repeated: without secrets.
    data          text,
    primary key (customer_id, environment, scope),
    constraint answer_is_whole check ((status is null) = (data is null)),
    constraint only_successes_are_kept check (status between 200 and 299)
);
-- What is old enough to go.
create index idempotency_by_age on idempotency (created_at);

alter table idempotency enable row level security;
alter table idempotency force row level security;
create policy tenant on idempotency to amps_api using (customer_id = current_setting('amps.customer', true)
    and environment = current_setting('amps.environment', true));
create policy engine on idempotency to amps_engine using (true);

grant select, insert, update, delete on idempotency to amps_api;
grant select, delete on idempotency to amps_engine;
