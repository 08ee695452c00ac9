-- How many devices a tenant has of each family: what a list's total says without counting to ten thousand at each page.
--
-- Written in the transaction that has devices come or go (energy.amps.server.device.DeviceCounts), families in one order, so
-- that two of them never wait for each other in a circle. A device that is being erased is counted no more.

create table device_count (
    customer_id text collate "C" not null references customer (id),
    environment text not null check (environment in ('sandbox', 'live')),
    family      text not null,
    devices     integer not null check (devices >= 0),
    primary key (customer_id, environment, family)
);
insert into device_count (customer_id, environment, family, devices)
select customer_id, environment, family, count(*) from device where leaving_at is null
group by customer_id, environment, family;

alter table device_count enable row level security;
alter table device_count force row level security;
create policy tenant on device_count to amps_api using (customer_id = current_setting('amps.customer', true)
    and environment = current_setting('amps.environment', true));
grant select, insert, update on device_count to amps_api;
