-- What the engine changes often, it changes in place.
--
-- PostgreSQL updates a row without touching its indexes when no column changes that an index knows, one in an index's
-- condition included, and the page has room. An action changes its state twice and more in its short life; as long as its
-- indexes had conditions on state and stage, each change wrote all seven of them anew.
--
-- So what holds only while an action is unfinished stands on its due row, which lives exactly as long: the finding of a
-- device's unfinished actions, and the backstops of contract section 6. The decision itself is taken under the device's lock.

alter table due
    -- Whether the action is acknowledged.
    add column holds boolean not null default false,
    -- From start to end of a window that is scheduled or acknowledged.
    add column span tstzrange;

update due u set
    holds = a.state = 'acknowledged',
    span = case when a.state in ('scheduled', 'acknowledged') and a.end_at is not null then tstzrange(a.start_at, a.end_at) end
from action a where u.kind = 'action' and a.customer_id = u.customer_id and a.id = u.ref;

drop index one_acknowledged_per_device;
drop index action_live;
alter table action drop constraint windows_never_overlap;

create unique index one_acknowledged_per_device on due (customer_id, device_id) where holds;
alter table due add constraint windows_never_overlap exclude using gist (
    customer_id with =, device_id with =, span with &&
) where (span is not null);
create index due_of_device on due (customer_id, device_id);

alter table action set (fillfactor = 60);
alter table device set (fillfactor = 70);
alter table connector_state set (fillfactor = 60);
