-- What energy.amps.server.watch.Watch counts every few seconds. It stands on due rows, as everything that holds only while an
-- action is unfinished: the action's own row is changed in place, and no index may know its stage. Both indexes are partial:
-- the first holds the windows that are open now, the second next to nothing while vendors answer.

alter table due
    -- When the device is to be back: the end of a window that has begun, until the device is back.
    add column back_at timestamptz,
    -- Whether the last call had no usable answer, and no reading has yet told what became of it.
    add column unsettled boolean not null default false;

update due u set
    back_at = case when a.stage not in ('waiting', 'releasing', 'done') then a.end_at end,
    unsettled = a.stage in ('unsettled', 'return_unsettled')
from action a where u.kind = 'action' and a.customer_id = u.customer_id and a.id = u.ref;

create index due_back on due (back_at) where back_at is not null;
create index due_unsettled on due (due_at) where unsettled;
