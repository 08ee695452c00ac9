-- A device on which nothing of ours stands may still have a standing instruction: the one that a reading showed it under, or that a
-- window put back. Then confirmed_by is null, and confirmed_at says from when on a newer reading replaces it.

alter table device drop constraint confirmation_is_whole;
alter table device add constraint confirmation_is_dated check (confirmed_by is null or confirmed_at is not null);
