-- What a live device last showed, and the one pull that is under way for it. Simulated devices have no row.

create table reading (
    customer_id   text collate "C" not null,
    environment   text not null check (environment in ('sandbox', 'live')),
    device_id     text collate "C" not null,
    -- The last reading: when the device was so, and its state and settings; null before the first.
    observed_at   timestamptz,
    content       json check (octet_length(content::text) <= 32768),
    -- When something was last sent to the device: what was seen before is no longer served as fresh.
    ended_at      timestamptz,
    -- The pull under way: its number, and until when nobody else may pull; no instant when none is.
    pull_token    bigint not null default 0,
    pull_until    timestamptz,
    -- The pull that ended last, and how: without a code it brought the reading above.
    pulled_token  bigint not null default 0,
    fault_code    text,
    fault_message text,
    primary key (customer_id, device_id),
    foreign key (customer_id, device_id) references device (customer_id, id) on delete cascade,
    constraint reading_is_whole check ((observed_at is null) = (content is null)),
    constraint fault_is_whole check ((fault_code is null) = (fault_message is null)),
    constraint pulls_end_after_they_begin check (pulled_token <= pull_token)
) with (fillfactor = 70);

alter table reading enable row level security;
alter table reading force row level security;
create policy tenant on reading to amps_api using (customer_id = current_setting('amps.customer', true)
    and environment = current_setting('amps.environment', true));
create policy engine on reading to amps_engine using (true);
grant select, insert, update, delete on reading to amps_api;
grant select (customer_id, device_id, ended_at), update (ended_at) on reading to amps_engine;

-- How each node has found each vendor, by the minute: what all nodes together know is the sum. No customer is in here.
create table vendor_health (
    vendor        text not null,
    minute        timestamptz not null,
    node          text collate "C" not null,
    calls         bigint not null,
    -- Those that brought no usable answer.
    failures      bigint not null,
    -- How many took how long: see energy.amps.server.vendor.Latencies.
    latencies     bigint[] not null,
    -- Accounts that the node does not call for the moment.
    open_breakers integer not null,
    primary key (vendor, minute, node)
);
create index vendor_health_by_age on vendor_health (minute);
alter table vendor_health enable row level security;
alter table vendor_health force row level security;
create policy engine on vendor_health to amps_engine using (true);
grant select, insert, update, delete on vendor_health to amps_engine;
