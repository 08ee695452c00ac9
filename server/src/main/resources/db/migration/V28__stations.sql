-- Devices that dial in by themselves: whose link a charge point has, and which node holds its socket.

create table station (
    customer_id  text collate "C" not null,
    environment  text not null check (environment in ('sandbox', 'live')),
    device_id    text collate "C" not null,
    vendor       text not null,
    -- SHA-256 of the token in the pairing URL, which is 128 random bits and more: there is nothing to stretch.
    token_hash   bytea not null check (octet_length(token_hash) = 32),
    created_at   timestamptz not null,
    -- Who claimed it, by its first introduction: the name, and the password under a key that is the token itself, so that
    -- nobody who has only this table can try passwords. No password where the device has none.
    claimed_at   timestamptz,
    identity     text check (octet_length(identity) between 1 and 255),
    password_mac bytea check (octet_length(password_mac) = 32),
    -- The node that holds the socket, since when, and the how manieth socket it is: the newest counts.
    node         text collate "C",
    connected_at timestamptz,
    session      bigint not null default 0,
    primary key (customer_id, device_id),
    foreign key (customer_id, device_id) references device (customer_id, id) on delete cascade,
    constraint claim_is_whole check ((claimed_at is null) = (identity is null) and (identity is not null or password_mac is null)),
    constraint connection_is_whole check ((node is null) = (connected_at is null))
) with (fillfactor = 80);
create unique index station_by_token on station (token_hash);
-- A connector knows its devices by their ids alone, which are unique by themselves.
create unique index station_by_device on station (device_id);
create index station_of_node on station (node) where node is not null;

alter table station enable row level security;
alter table station force row level security;
create policy tenant on station to amps_api
    using (customer_id = current_setting('amps.customer', true) and environment = current_setting('amps.environment', true));
create policy engine on station to amps_engine using (true);
grant select, insert, delete on station to amps_api;
grant select, update on station to amps_engine;
