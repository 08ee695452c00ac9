package energy.amps.faulttests.loop;

import energy.amps.faulttests.harness.Tables;
import energy.amps.testkit.process.VendorProcess;
import energy.amps.testkit.vendor.Fault;
import energy.amps.testkit.vendor.Vendor;
import energy.amps.testkit.vendor.Written;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of a device when all is quiet, and of the database when the node is gone. Gives what does not. */
final class Audit {
    private static final int MOST_SENDINGS = 2;

    private final Tables tables;
    private final VendorProcess vendor;

    Audit(Tables tables, VendorProcess vendor) {
        this.tables = tables;
        this.vendor = vendor;
    }

    /** Whether nothing is left to do for a device. */
    boolean isQuiet(String device) {
        return tables.number(
                        "select (select count(*) from due where device_id = ?)"
                                + " + (select count(*) from action where device_id = ? and stage <> 'done')",
                        device,
                        device)
                == 0;
    }

    /** Whether what was asked for a device has come to its end for whoever asked. */
    boolean isOver(String device) {
        return tables.number(
                        "select count(*) from action where device_id = ? and state not in ('completed', 'failed', 'cancelled')",
                        device)
                == 0;
    }

    /** The ways back that were told of a device whose credentials had died. */
    List<String> goings(String device) {
        return tables.rows(
                "select coalesce(data ->> 'reconnectionUrl', '') from event where device_id = ? and type = 'device.disconnected'",
                device);
    }

    private boolean isTaken(String device) {
        return tables.number("select count(*) from event where device_id = ? and type = 'device.overridden'", device)
                > 0;
    }

    private static boolean played(List<Written> writes, Fault fault) {
        return writes.stream().anyMatch(write -> write.fault().equals(fault.wire()));
    }

    private static boolean isReturned(List<Written> writes) {
        return writes.stream().anyMatch(write -> write.id().contains(".return."));
    }

    /** What is wrong about a device. */
    List<String> of(String device, Operation operation, Operation.Reply reply) {
        List<String> wrong = new ArrayList<>();
        List<Written> writes = vendor.writes(device);
        List<String> actions = tables.rows("select state from action where device_id = ?", device);
        // A vendor that says yes and does nothing, or whose device is taken by another, is told from one that does
        // what it says by the reading that verifies, and by nothing else.
        boolean ignored = played(writes, Fault.IGNORE) || played(writes, Fault.DISPLACED);
        boolean taken = isTaken(device);
        boolean settings = operation == Operation.SETTINGS;
        check(wrong, "it comes to no end", isQuiet(device));
        check(wrong, "an accepted push is lost", settings || reply != Operation.Reply.ACCEPTED || actions.size() == 1);
        check(wrong, "a push is stored twice", actions.size() <= 1);
        check(
                wrong,
                "something was written for a push that does not exist",
                settings || !actions.isEmpty() || writes.isEmpty());
        check(wrong, "a write came twice", distinct(writes) == writes.size());
        openings(wrong, writes);
        check(
                wrong,
                "settings were answered with 200 and not written",
                ignored
                        || !settings
                        || reply != Operation.Reply.ACCEPTED
                        || writes.stream().anyMatch(Written::applied));
        String expected = taken ? Vendor.UNTOUCHED : operation == Operation.RETURN ? "idle" : "charge";
        boolean shouldStand = actions.contains("completed") || operation == Operation.RETURN;
        check(
                wrong,
                "the device does not stand under " + expected,
                ignored || !shouldStand || vendor.standing(device).equals(expected));
        check(wrong, "a return went over what somebody else had said", !taken || !isReturned(writes));
        List<String> goings = goings(device);
        check(
                wrong,
                "it was not disconnected once, with a way back, for dead credentials and for nothing else: " + goings,
                played(writes, Fault.AUTH_EXPIRED)
                        ? goings.size() == 1 && goings.getFirst().contains("token=")
                        : goings.isEmpty());
        verified(wrong, device, ignored);
        stored(wrong, device);
        return wrong;
    }

    /**
     * What came of an operation, in words that are the same at every run.
     *
     * @param unanswered what the client was told if it was not that its request was accepted
     */
    String outcome(String device, Operation operation, Operation.Reply reply, String unanswered) {
        List<Written> writes = vendor.writes(device);
        boolean accepted = reply == Operation.Reply.ACCEPTED;
        String gone = goings(device).isEmpty() ? "" : ", disconnected";
        if (operation == Operation.SETTINGS) {
            boolean written = writes.stream().anyMatch(Written::applied);
            String told =
                    switch (reply) {
                        case ACCEPTED -> "200";
                        case UNSURE -> "502";
                        case SHUT_OUT -> "401";
                        case REFUSED, NONE -> unanswered;
                    };
            return told + (written ? ", written" : ", not written") + gone;
        }
        List<String> states =
                tables.rows("select concat_ws(' ', state, error_code) from action where device_id = ?", device);
        if (states.isEmpty()) {
            return (accepted ? "" : unanswered + ", ") + "not accepted";
        }
        long openings =
                writes.stream().filter(write -> write.id().contains(".apply.")).count();
        return (accepted ? "" : unanswered + ", yet accepted: ")
                + states.getFirst()
                + (openings > 1 ? ", sent again" : "")
                + (isContradicted(device) ? ", contradicted" : "")
                + (isTaken(device) && !isReturned(writes) ? ", not returned" : "")
                + gone;
    }

    private boolean isContradicted(String device) {
        return tables.number(
                        "select count(*) from action where device_id = ? and verification ->> 'state' = 'contradicted'",
                        device)
                > 0;
    }

    /** A command is sent again only when the vendor did not do it before, and at most once more. */
    private static void openings(List<String> wrong, List<Written> writes) {
        List<Written> openings =
                writes.stream().filter(write -> write.id().contains(".apply.")).toList();
        check(wrong, "a command was sent " + openings.size() + " times", openings.size() <= MOST_SENDINGS);
        for (int i = 0; i + 1 < openings.size(); i++) {
            check(
                    wrong,
                    "a command was sent again after it was applied",
                    !openings.get(i).applied());
        }
    }

    /** A vendor that said yes and did nothing is found out; one that did what it said is never accused. */
    private void verified(List<String> wrong, String device, boolean ignored) {
        none(
                wrong,
                "the outcome is said to be otherwise than it is",
                "select state, verification from action where device_id = ? and verification ->> 'state' = ?",
                device,
                ignored ? "confirmed" : "contradicted");
    }

    private static int distinct(List<Written> writes) {
        Set<String> ids = new HashSet<>();
        writes.forEach(write -> ids.add(write.id()));
        return ids.size();
    }

    private void stored(List<String> wrong, String device) {
        none(wrong, "an action has not exactly its event", """
                select a.state from action a where a.device_id = ? and
                  (select coalesce(string_agg(e.type, ' ' order by e.type), '') from event e
                   where e.customer_id = a.customer_id and e.data ->> 'actionId' = a.id
                     and e.type <> 'device.overridden')
                  <> concat_ws(' ',
                    case a.state when 'completed' then 'push.completed' end,
                    case a.verification ->> 'state' when 'contradicted' then 'push.contradicted' end,
                    case a.state when 'failed' then 'push.failed' end,
                    case a.verification ->> 'state' when 'confirmed' then 'push.verified' end)
                """, device);
        none(wrong, "the events' sequence is not that of the device", """
                select d.sequence from device d where d.id = ? and d.sequence <>
                  (select count(*) from event e where e.customer_id = d.customer_id and e.device_id = d.id)
                """, device);
    }

    /** What is left of a node that has gone. */
    List<String> leftOver() {
        List<String> wrong = new ArrayList<>();
        none(wrong, "due rows", "select * from due");
        none(wrong, "nodes with a lease", "select id from node");
        none(
                wrong,
                "connections",
                "select application_name, state from pg_stat_activity where application_name like 'amps-%'");
        none(
                wrong,
                "locks",
                "select locktype, mode from pg_locks where pid <> pg_backend_pid()"
                        + " and database = (select oid from pg_database where datname = current_database())");
        return wrong;
    }

    private void none(List<String> wrong, String what, String sql, Object... args) {
        List<String> rows = tables.rows(sql, args);
        check(wrong, what + " " + rows, rows.isEmpty());
    }

    private static void check(List<String> wrong, String what, boolean holds) {
        if (!holds) {
            wrong.add(what);
        }
    }
}
