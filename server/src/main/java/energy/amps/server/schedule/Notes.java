package energy.amps.server.schedule;

import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Tx;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes schedules' events, in the order given, each under the next number of its device. The devices are locked; whatever else
 * the transaction writes of them has been written before.
 */
final class Notes {
    private static final String NUMBER = """
            update device d set sequence = d.sequence + t.events
            from unnest(?::text[], ?::text[], ?::bigint[]) as t(customer_id, id, events)
            where d.customer_id = t.customer_id and d.id = t.id
            returning d.customer_id, d.id, d.sequence
            """;

    private static final String INSERT = """
            insert into event (customer_id, environment, id, device_id, user_id, sequence, type, occurred_at, data)
            select customer_id, environment, id, device_id, user_id, sequence, type, occurred_at::timestamptz, data::json
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                as t(customer_id, environment, id, device_id, user_id, sequence, type, occurred_at, data)
            """;

    private Notes() {}

    static void write(Tx tx, List<Note> notes, Ids ids) {
        if (notes.isEmpty()) {
            return;
        }
        Map<List<String>, Long> next = number(tx, notes);
        int count = notes.size();
        String[] customers = new String[count];
        String[] environments = new String[count];
        String[] names = new String[count];
        String[] devices = new String[count];
        String[] users = new String[count];
        Long[] sequences = new Long[count];
        String[] types = new String[count];
        String[] instants = new String[count];
        String[] bodies = new String[count];
        for (int i = 0; i < count; i++) {
            Note note = notes.get(i);
            DeviceKey device = note.schedule().header().device();
            long sequence = Objects.requireNonNull(next.merge(nameOf(device), 1L, Long::sum)) - 1;
            customers[i] = device.tenant().customer().value();
            environments[i] = device.tenant().environment().wire();
            names[i] = ids.next("evt_");
            devices[i] = device.device().value();
            users[i] = note.schedule().header().user().value();
            sequences[i] = sequence;
            types[i] = note.type();
            instants[i] = note.at().toString();
            bodies[i] = ScheduleJson.text(note.body(sequence));
        }
        tx.update(INSERT, customers, environments, names, devices, users, sequences, types, instants, bodies);
    }

    /** Takes as many numbers of each device as it has events; gives the first of them. */
    private static Map<List<String>, Long> number(Tx tx, List<Note> notes) {
        Map<List<String>, Long> events = new LinkedHashMap<>();
        notes.forEach(note -> events.merge(nameOf(note.schedule().header().device()), 1L, Long::sum));
        Map<List<String>, Long> first = new HashMap<>();
        tx.list(
                        row -> Map.entry(List.of(row.text("customer_id"), row.text("id")), row.number("sequence")),
                        NUMBER,
                        events.keySet().stream().map(List::getFirst).toArray(String[]::new),
                        events.keySet().stream().map(List::getLast).toArray(String[]::new),
                        events.values().toArray(Long[]::new))
                .forEach(each -> first.put(
                        each.getKey(), each.getValue() - Objects.requireNonNull(events.get(each.getKey())) + 1));
        return first;
    }

    private static List<String> nameOf(DeviceKey device) {
        return List.of(device.tenant().customer().value(), device.device().value());
    }
}
