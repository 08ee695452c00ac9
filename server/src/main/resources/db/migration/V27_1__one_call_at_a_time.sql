-- The lane of a live device: one call that changes it is out at a time, whichever node makes it, a command or settings.

create table lane (
    customer_id text collate "C" not null,
    environment text not null check (environment in ('sandbox', 'live')),
    device_id   text collate "C" not null,
    -- Grows each time the lane is taken: whoever holds an older one does not free it.
    token       bigint not null,
    -- Until when nobody else may take it.
    until_at    timestamptz not null,
    primary key (customer_id, device_id),
    foreign key (customer_id, device_id) references device (customer_id, id) on delete cascade
) with (fillfactor = 70);
alter table lane enable row level security;
alter table lane force row level security;
create policy tenant on lane to amps_api using (customer_id = current_setting('amps.customer', true)
    and environment = current_setting('amps.environment', true));
grant select, insert, update, delete on lane to amps_api;
