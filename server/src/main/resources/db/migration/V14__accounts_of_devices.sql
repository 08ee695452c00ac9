-- Devices that were linked together belong to one account at their vendor, and some are read with an eye on others of it: a
-- simulated battery reacts to what the charger of the same household draws.

alter table device
    -- The account that it was linked with; null for what was linked before there were accounts.
    add column link_id text collate "C",
    -- The vendor's own name of it, unique within the account.
    add column external_id text,
    -- The families of the same account that its connector wants beside it when it is read; null for none.
    add column sees text[];

create unique index device_of_link on device (customer_id, link_id, external_id) where link_id is not null;
