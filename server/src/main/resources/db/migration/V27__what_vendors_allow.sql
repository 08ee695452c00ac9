-- Calls that were set aside out of what vendors allow. Whoever is at the vendor the same shares one row, whatever customer links
-- it, so no customer is in here; the id is a hash of vendor, subject and name, and tells nobody which account it is.

create table quota (
    id         text collate "C" primary key check (id ~ '^[0-9a-f]{64}$'),
    -- See energy.amps.server.vendor.Ledger.
    spent      text not null check (octet_length(spent) <= 262144),
    -- From when on nothing that was spent counts any more.
    expires_at timestamptz not null
) with (fillfactor = 50);
create index quota_expired on quota (expires_at);
alter table quota enable row level security;
alter table quota force row level security;
create policy engine on quota to amps_engine using (true);
grant select, insert, update, delete on quota to amps_engine;
