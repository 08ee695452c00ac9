package energy.amps.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.testing.Sql;

/** What must hold in the tables at any moment, asked in SQL so that no code of the engine can hide it. */
final class StoredInvariants {
    private StoredInvariants() {}

    static void check(Sql sql) {
        none(sql, "two acknowledged actions on one device", """
                    select device_id from action where state = 'acknowledged' group by customer_id, device_id
                    having count(*) > 1
                    """);
        none(sql, "due rows that say otherwise of the device than their action", """
                    select u.ref from due u join action a on a.customer_id = u.customer_id and a.id = u.ref
                    where u.holds <> (a.state = 'acknowledged') or u.span is distinct from
                      case when a.state in ('scheduled', 'acknowledged') and a.end_at is not null
                           then tstzrange(a.start_at, a.end_at) end
                      or u.back_at is distinct from
                      case when a.stage not in ('waiting', 'standing', 'renewing', 'releasing', 'done')
                           then a.end_at end
                      or u.unsettled <> (a.stage in ('unsettled', 'return_unsettled'))
                    """);
        none(sql, "unfinished windows that overlap", """
                    select a.id || ' ' || b.id from action a join action b
                      on a.customer_id = b.customer_id and a.device_id = b.device_id and a.id < b.id
                    where a.state in ('scheduled', 'acknowledged') and b.state in ('scheduled', 'acknowledged')
                      and a.start_at < b.end_at and b.start_at < a.end_at
                    """);
        none(sql, "event sequences with gaps", """
                    select device_id from event group by customer_id, device_id
                    having min(sequence) <> 1 or max(sequence) <> count(*)
                    """);
        none(sql, "devices whose sequence is not that of their last event", """
                    select d.id from device d where d.sequence <>
                      (select coalesce(max(e.sequence), 0) from event e
                       where e.customer_id = d.customer_id and e.device_id = d.id)
                    """);
        none(sql, "actions without exactly the events they should have", """
                    select a.id || ' ' || a.state from action a where
                      (select coalesce(string_agg(e.type, ' ' order by e.type), '') from event e
                       where e.customer_id = a.customer_id and e.data ->> 'actionId' = a.id and e.type like 'push.%')
                      <> concat_ws(' ',
                        case a.state when 'completed' then 'push.completed' end,
                        case a.verification ->> 'state' when 'contradicted' then 'push.contradicted' end,
                        case a.state when 'failed' then 'push.failed' end,
                        case a.verification ->> 'state' when 'confirmed' then 'push.verified' end)
                    """);
        none(sql, "actions that are done and still to be verified", """
                    select a.id from action a where a.stage = 'done' and a.verification ->> 'state' = 'pending'
                    """);
        none(sql, "actions whose outcome was verified though their vendor never took them", """
                    select a.id from action a where a.verification is not null and a.acknowledged_at is null
                    """);
        none(sql, "due rows of actions that are done", """
                    select u.ref from due u join action a on a.customer_id = u.customer_id and a.id = u.ref
                    where a.stage = 'done'
                    """);
        none(sql, "actions that nothing will ever wake", """
                    select a.id from action a where a.stage <> 'done' and not exists
                      (select 1 from due u where u.customer_id = a.customer_id and u.kind = 'action' and u.ref = a.id)
                    """);
    }

    private static void none(Sql sql, String what, String query) {
        assertThat(sql.column(query)).as(what).isEmpty();
    }
}
