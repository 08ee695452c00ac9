-- Rows that are updated in place find room on their page, so that no index has to learn of it (a "heap-only" update): a
-- device with each event, what its connector remembers with each command, a due row with each lease.
alter table device set (fillfactor = 70);
alter table connector_state set (fillfactor = 60);
alter table due set (fillfactor = 50);
