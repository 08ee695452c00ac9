-- What opens an account for good, sealed (energy.amps.server.credential.Envelopes), and what its connector wants back with it.

alter table account
    add column note text not null default '' check (octet_length(note) <= 4096),
    -- Sealed for this row alone; it begins with the id of the operator's key that it was sealed under.
    add column material text check (octet_length(material) <= 65536),
    add constraint material_names_its_key check (material ~ '^[0-9a-f]{8}[.]');

alter table link
    -- The same while a link waits for a code or a choice; gone when it is linked.
    add column material text check (octet_length(material) <= 65536),
    add constraint material_names_its_key check (material ~ '^[0-9a-f]{8}[.]'),
    add constraint linked_keeps_nothing check (state <> 'linked' or material is null);

-- For what seals everything anew under another key, over all tenants.
grant select (customer_id, environment, id, material), update (material) on account, link to amps_engine;
