-- When the platform looks at a live device by itself; see energy.amps.server.device.Looks. A row that was claimed is due again when
-- its lease ends, so that the devices of a node that died are looked at by the others. Simulated devices have no row.

create table look (
    customer_id text collate "C" not null,
    environment text not null check (environment = 'live'),
    device_id   text collate "C" not null,
    -- When the next look was to be, and when somebody takes the row up: moved ahead by whoever has it.
    planned_at  timestamptz not null,
    due_at      timestamptz not null,
    -- Grows with each claim, and when the device is linked anew: whoever holds an older one writes nothing (a fencing token).
    token       bigint not null default 0,
    -- The last look, how many failed in a row, and how many in a row showed nothing new.
    looked_at   timestamptz,
    failures    integer not null default 0,
    unchanged   integer not null default 0,
    primary key (customer_id, device_id),
    foreign key (customer_id, device_id) references device (customer_id, id) on delete cascade
) with (fillfactor = 70);
create index look_due on look (due_at);

-- What was linked before is looked at from now on, not all of it at once. Devices that are not to be looked at lose their row then.
insert into look (customer_id, environment, device_id, planned_at, due_at)
select customer_id, environment, id, at, at
from (select d.*, now() + random() * interval '15 minutes' as at from device d) d
where environment = 'live' and leaving_at is null and disconnected_at is null;

alter table look enable row level security;
alter table look force row level security;
create policy tenant on look to amps_api using (customer_id = current_setting('amps.customer', true)
    and environment = current_setting('amps.environment', true));
create policy engine on look to amps_engine using (true);
grant select, insert, update, delete on look to amps_api;
grant select, update, delete on look to amps_engine;
