-- What a key may do, who did what, how fast a key may ask, and what an operator shuts.

alter table customer
    -- Since when nothing of the customer's is served.
    add column disabled_at timestamptz;

alter table api_key
    add column name text check (length(name) between 1 and 100),
    -- The key's first characters, to recognise it by; null for keys from before it was kept.
    add column prefix text check (length(prefix) <= 20),
    -- Keys from before there were scopes keep what they could do, which was everything.
    add column scopes text[] not null default '{read,write,admin}'
        constraint scopes_are_known check (cardinality(scopes) > 0 and scopes <@ array['read', 'write', 'admin']),
    add column last_used_at timestamptz;
alter table api_key alter column scopes set default '{read,write}';
create index api_key_of_environment on api_key (customer_id, environment, id);

-- Who did what to a tenant's account. Rows are added and never changed.
create table audit (
    customer_id text collate "C" not null references customer (id),
    environment text not null check (environment in ('sandbox', 'live')),
    id          text collate "C" not null,
    occurred_at timestamptz not null,
    actor       text not null check (actor in ('key', 'operator', 'platform')),
    key_id      text collate "C",
    action      text not null,
    subject     text not null,
    details     json not null,
    primary key (customer_id, id),
    constraint key_is_named check ((actor = 'key') = (key_id is not null))
);
create index audit_of_environment on audit (customer_id, environment, id);
create index audit_of_key on audit (customer_id, environment, key_id, id);
create index audit_of_action on audit (customer_id, environment, action, id);

-- What is to be withdrawn, until it surely is: a door was shut, and some node may remember it as open for a while.
create table recall (
    customer_id text collate "C" not null references customer (id),
    environment text not null check (environment in ('sandbox', 'live')),
    id          text collate "C" not null,
    -- Whose actions; null for all of the tenant's.
    key_id      text collate "C",
    -- Whether open windows are closed as well.
    windows     boolean not null,
    asked_at    timestamptz not null,
    -- When it is to be done, or done again.
    due_at      timestamptz not null,
    primary key (customer_id, id)
);
create index recall_due on recall (due_at);

-- How much each key may still ask for, over all nodes. Lost by a crash of the database, which then begins with full measures.
create unlogged table allowance (
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    key_id      text collate "C" not null,
    tokens      double precision not null,
    refilled_at timestamptz not null,
    primary key (customer_id, key_id)
) with (fillfactor = 50);

do $$
declare
    guarded text;
begin
    foreach guarded in array array['audit', 'recall', 'allowance'] loop
        execute format('alter table %I enable row level security', guarded);
        execute format('alter table %I force row level security', guarded);
        execute format(
            'create policy tenant on %I to amps_api using (customer_id = current_setting(''amps.customer'', true)'
            ' and environment = current_setting(''amps.environment'', true))', guarded);
        execute format('create policy engine on %I to amps_engine using (true)', guarded);
    end loop;
end
$$;

-- The API never reads a key's hash.
grant select (customer_id, environment, id, name, prefix, scopes, created_at, expires_at, revoked_at, last_used_at),
    insert, update (revoked_at) on api_key to amps_api;
grant select, insert on audit to amps_api;
grant insert on recall to amps_api;
grant select, insert, update on allowance to amps_api;

grant insert on audit to amps_engine;
grant select, insert, update, delete on recall to amps_engine;
