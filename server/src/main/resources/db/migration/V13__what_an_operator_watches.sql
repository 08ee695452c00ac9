-- What energy.amps.server.watch.Watch counts every few seconds. Both indices are partial: the first holds the windows that
-- are open now, the second next to nothing while vendors answer. Actions without a window are in neither unless an answer
-- fails to come, so that a command pays nothing for being watched.

create index action_window_open on action (end_at)
    where end_at is not null and stage not in ('waiting', 'releasing', 'done');

create index action_unsettled on action (attempt_at) where stage in ('unsettled', 'return_unsettled');
