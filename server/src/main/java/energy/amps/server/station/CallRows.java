package energy.amps.server.station;

import energy.amps.connector.Switchboard.Reply;
import energy.amps.device.DeviceId;
import energy.amps.fault.FaultCode;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of the table {@code station_call}. Under the engine's role. */
final class CallRows {
    /** Most questions that a node takes at a time. */
    static final int BATCH = 100;

    private CallRows() {}

    /**
     * A question.
     *
     * @param device to which device
     * @param id names it
     * @param text what is asked
     */
    record Question(DeviceKey device, String id, String text) {}

    static void put(Tx tx, Question question, String node, Instant expiresAt) {
        tx.update(
                """
                insert into station_call (customer_id, environment, id, device_id, node, question, expires_at)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
                question.device().tenant().customer().value(),
                question.device().tenant().environment().wire(),
                question.id(),
                question.device().device().value(),
                node,
                question.text(),
                expiresAt);
    }

    /** Takes what is asked of a node: whoever asked can no longer take it back. */
    static List<Question> take(Tx tx, String node, Instant now) {
        return tx.list(CallRows::question, """
                update station_call c set taken_at = ?
                where c.ctid = any (array(
                    select ctid from station_call where node = ? and taken_at is null and expires_at > ?
                    limit ? for update skip locked))
                returning c.customer_id, c.environment, c.device_id, c.id, c.question
                """, now, node, now, BATCH);
    }

    private static Question question(Row row) {
        Tenant tenant = new Tenant(new CustomerId(row.text("customer_id")), Environment.of(row.text("environment")));
        return new Question(
                new DeviceKey(tenant, new DeviceId(row.text("device_id"))), row.text("id"), row.text("question"));
    }

    static void answer(Tx tx, Question question, Reply reply) {
        String answer = reply instanceof Reply.Answered(String text) ? text : null;
        tx.update(
                "update station_call set reply = ?, answer = ? where customer_id = ? and id = ?",
                switch (reply) {
                    case Reply.Answered answered -> "answered";
                    case Reply.NotSent notSent -> "not_sent";
                    case Reply.Unanswered unanswered -> "unanswered";
                },
                Optional.ofNullable(answer),
                question.device().tenant().customer().value(),
                question.id());
    }

    /** The reply, as soon as there is one. */
    static Optional<Reply> reply(Tx tx, Question question) {
        return tx.one(
                        row -> row.maybeText("reply").map(word -> reply(word, row)),
                        "select reply, answer from station_call where customer_id = ? and id = ?",
                        question.device().tenant().customer().value(),
                        question.id())
                // The row goes with its device.
                .orElseGet(() -> Optional.of(new Reply.Unanswered(FaultCode.NETWORK_ERROR)));
    }

    private static Reply reply(String word, Row row) {
        return switch (word) {
            case "answered" -> new Reply.Answered(row.maybeText("answer").orElse(""));
            case "not_sent" -> new Reply.NotSent(FaultCode.DEVICE_OFFLINE);
            default -> new Reply.Unanswered(FaultCode.TIMEOUT);
        };
    }

    /** Takes a question back, or away; gives whether it was never taken. */
    static boolean drop(Tx tx, Question question) {
        return tx.one(
                        row -> row.flag("untaken"),
                        """
                        delete from station_call where customer_id = ? and id = ? returning taken_at is null as untaken
                        """,
                        question.device().tenant().customer().value(),
                        question.id())
                .orElse(false);
    }

    /** Forgets questions that nobody waits for any more. */
    static void forget(Tx tx, Instant before) {
        tx.update("delete from station_call where expires_at < ?", before);
    }
}
