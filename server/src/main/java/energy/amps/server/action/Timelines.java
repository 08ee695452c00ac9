package energy.amps.server.action;

import energy.amps.check.Checked;
import energy.amps.connector.Attempt;
import energy.amps.fault.FaultCode;
import energy.amps.server.action.CallNote.Kind;
import energy.amps.server.action.CallNote.Said;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Row;
import energy.amps.server.store.StoreException;
import energy.amps.server.tenant.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the course of actions (contract section 5, timeline), and lets go of what was written of their calls. Thread-safe. */
public final class Timelines {
    private static final Logger log = LoggerFactory.getLogger(Timelines.class);

    /** How long the calls of an action are told. */
    static final Duration KEPT = Duration.ofDays(30);

    /** Most calls that one timeline tells; its first ones. */
    static final int MOST = 500;

    /** Most attempts to deliver its events that one timeline tells; its first ones. */
    static final int MOST_DELIVERIES = 100;

    /** How often what is old is deleted. */
    static final Duration EVERY = Duration.ofHours(1);

    /** Most rows of one statement. */
    static final int BATCH = 1_000;

    /** Most statements at a time. */
    static final int BATCHES = 100;

    private final Database database;
    private final Actions actions;
    private final InstantSource clock;
    private final Deliveries deliveries;
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

    /**
     * @param actions finds the action, if the caller may see it
     * @param clock the platform's time
     * @param deliveries knows of webhooks
     */
    public Timelines(Database database, Actions actions, InstantSource clock, Deliveries deliveries) {
        this.database = database;
        this.actions = actions;
        this.clock = clock;
        this.deliveries = deliveries;
    }

    /** The course of one action. */
    public Checked<Timeline> read(Caller caller, ActionId id) {
        return actions.find(caller, id).then(action -> {
            List<CallNote> notes = database.list(
                    caller.tenant(),
                    Timelines::note,
                    """
                    select action_id, kind, purpose, attempt, begun_at, micros, outcome, code, native::text as native
                    from vendor_call where customer_id = ? and environment = ? and action_id = ? order by id limit ?
                    """,
                    caller.tenant().customer().value(),
                    caller.tenant().environment().wire(),
                    id.value(),
                    MOST + 1);
            boolean hasMore = notes.size() > MOST;
            return new Checked.Passed<>(new Timeline(
                    id,
                    Course.of(
                            action,
                            hasMore ? notes.subList(0, MOST) : notes,
                            deliveries.of(
                                    action.header().device(),
                                    id,
                                    action.header().createdAt(),
                                    MOST_DELIVERIES)),
                    hasMore));
        });
    }

    private static CallNote note(Row row) {
        return new CallNote(
                new ActionId(row.text("action_id")),
                Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
                Attempt.Purpose.valueOf(row.text("purpose").toUpperCase(Locale.ROOT)),
                row.count("attempt"),
                row.instant("begun_at"),
                Duration.ofNanos(row.number("micros") * 1_000),
                new Said(row.text("outcome"), row.maybeText("code").flatMap(FaultCode::of)),
                row.maybeText("native").map(ActionJson::nativeCalls).orElse(List.of()));
    }

    /** Deletes what is too old to be told, once an hour; asked more often, it does nothing. */
    public void forget() {
        Instant now = clock.instant();
        Instant due = next.get();
        if (now.isBefore(due) || !next.compareAndSet(due, now.plus(EVERY))) {
            return;
        }
        try {
            int deleted = BATCH;
            for (int i = 0; i < BATCHES && deleted == BATCH; i++) {
                deleted = forgetABatch(now.minus(KEPT));
            }
        } catch (StoreException e) {
            log.warn("old calls could not be deleted from timelines; they are next time", e);
        }
    }

    private int forgetABatch(Instant before) {
        return database.asEngineAtOnce(tx -> tx.update("""
                delete from vendor_call v using (
                    select customer_id, action_id, id from vendor_call where kept_at <= ? order by kept_at limit ?) old
                where v.customer_id = old.customer_id and v.action_id = old.action_id and v.id = old.id
                """, before, BATCH));
    }
}
