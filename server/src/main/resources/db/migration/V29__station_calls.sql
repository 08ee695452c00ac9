-- Questions to a device that begin on another node than the one that holds its socket. A row lives as long as the question.

create table station_call (
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    id          text collate "C" not null,
    device_id   text collate "C" not null,
    -- The node that is to ask.
    node        text collate "C" not null,
    question    text not null check (octet_length(question) <= 16384),
    -- Until then it may be taken, in the platform's time.
    expires_at  timestamptz not null,
    -- Taken is taken: whoever asked may no longer take it back.
    taken_at    timestamptz,
    reply       text check (reply in ('answered', 'not_sent', 'unanswered')),
    answer      text check (octet_length(answer) <= 16384),
    primary key (customer_id, id),
    foreign key (customer_id, device_id) references device (customer_id, id) on delete cascade,
    constraint answered_when_taken check (reply is null or taken_at is not null),
    constraint answer_with_reply check ((answer is null) or (reply is not null))
) with (fillfactor = 50);
create index station_call_open on station_call (node) where taken_at is null;
create index station_call_old on station_call (expires_at);
create index station_call_of_device on station_call (customer_id, device_id);

alter table station_call enable row level security;
alter table station_call force row level security;
create policy tenant on station_call to amps_api
    using (customer_id = current_setting('amps.customer', true) and environment = current_setting('amps.environment', true));
create policy engine on station_call to amps_engine using (true);
grant select, delete on station_call to amps_api;
grant select, insert, update, delete on station_call to amps_engine;
