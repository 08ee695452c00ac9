-- Schedules: configuration on a device, from which actions are made at their instants (contract section 8).
--
-- A schedule is changed under its device's row lock, as everything that concerns the device, and so is what its slots come to:
-- every occurrence that begins before undecided_from has been decided, in the transaction that moved it there, and none that
-- begins later has. Its due row, of kind 'schedule', stands at the first that has not.

create table schedule (
    customer_id    text collate "C" not null,
    environment    text not null check (environment in ('sandbox', 'live')),
    id             text collate "C" not null,
    device_id      text collate "C" not null,
    user_id        text collate "C" not null,
    -- The key that set it, and in whose name its slots become actions.
    key_id         text collate "C" not null,
    family         text not null,
    timezone       text not null,
    -- Recurrence and slots as sent.
    definition     json not null,
    -- The first local date: what intervals, counts and days of the month are counted from.
    first_date     date not null,
    -- Pending is active, before begins_at.
    state          text not null check (state in ('active', 'completed', 'cancelled')),
    begins_at      timestamptz not null,
    -- How often it was set: its occurrences count anew each time.
    revision       integer not null,
    undecided_from timestamptz not null,
    next_fire_at   timestamptz,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    foreign key (customer_id, device_id) references device (customer_id, id),
    constraint what_is_over_fires_no_more check (state = 'active' or next_fire_at is null)
) with (fillfactor = 80);
create unique index one_schedule_per_device on schedule (customer_id, device_id) where state = 'active';
create index schedule_of_device on schedule (customer_id, device_id, id);
create index schedule_of_user on schedule (customer_id, user_id, id);
create index schedule_of_environment on schedule (customer_id, environment, id);
-- Last: see V11.
alter table schedule add primary key (customer_id, id);

alter table action
    add column schedule_id text collate "C",
    -- The occurrence that it is: local date and slot.
    add column occurrence text collate "C",
    add constraint occurrence_of_a_schedule check ((schedule_id is null) = (occurrence is null));
-- The backstop of "exactly once"; the decision itself is taken under the device's lock.
create unique index action_of_occurrence on action (customer_id, schedule_id, occurrence) where schedule_id is not null;

-- A slot's length is one of the wall clock: 24 hours there are longer where the clocks go back meanwhile.
alter table action drop constraint window_is_short;
alter table action add constraint window_is_short check (
    end_at is null
    or end_at - start_at <= case when schedule_id is null then interval '24 hours' else interval '48 hours' end);

alter table schedule enable row level security;
alter table schedule force row level security;
create policy tenant on schedule to amps_api using (customer_id = current_setting('amps.customer', true)
    and environment = current_setting('amps.environment', true));
create policy engine on schedule to amps_engine using (true);
-- A device that is erased takes its schedules with it.
grant delete on schedule to amps_api;
grant select, insert, update on schedule to amps_api, amps_engine;
