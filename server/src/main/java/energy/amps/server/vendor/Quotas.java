package energy.amps.server.vendor;

import energy.amps.connector.Budget;
import energy.amps.connector.Connector;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Metered;
import energy.amps.server.store.Database;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tx;
import energy.amps.server.vendor.Outlook.Allowance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What vendors allow, over all nodes and all customers: calls are set aside before they are made, under the lock of their budgets'
 * rows, all or none; so no budget is ever overdrawn, whoever dies. What was set aside is spent: how many calls were really made
 * nobody knows. Thread-safe.
 *
 * <p>Who may spend how much, so that a command finds something left: commands all of a budget; a reader what the budget does not
 * keep for commands; the platform for itself three quarters of that.
 */
final class Quotas {
    /** The part of what readers may spend that the platform leaves to them. */
    static final int OWN_LEAVES = 4;

    /** How often rows are made that somebody deletes meanwhile. */
    private static final int TRIES = 5;

    /** Rows that are deleted at a time. */
    static final int BATCH = 1_000;

    private final Database database;
    private final InstantSource clock;

    /** @param clock the platform's time */
    Quotas(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** One of a device's budgets, and where it is kept. */
    private record Kept(String id, Budget budget) {
        static Kept of(String vendor, Budget budget) {
            return new Kept(hash(vendor + "\0" + budget.subject() + "\0" + budget.name()), budget);
        }
    }

    private static List<Kept> kept(Connector connector, Metered metered, LinkedDevice device) {
        String vendor = connector.profile().vendor();
        return metered.budgets(device).stream()
                .map(budget -> Kept.of(vendor, budget))
                .sorted(Comparator.comparing(Kept::id))
                .toList();
    }

    /**
     * Sets aside what a call may cost.
     *
     * @param device with its account
     * @return empty when that is done; else the first instant at which it may be tried again, and nothing was set aside
     */
    Optional<Instant> setAside(Connector connector, LinkedDevice device, Errand errand) {
        if (!(connector instanceof Metered metered)) {
            return Optional.empty();
        }
        List<Kept> kept = kept(connector, metered, device);
        int calls = Math.max(1, metered.calls(errand.operation(), device));
        Duration timeout = connector.profile().callTimeout();
        return kept.isEmpty()
                ? Optional.empty()
                : database.asEngine(tx -> setAside(tx, kept, new Wanted(errand, calls, timeout)));
    }

    private record Wanted(Errand errand, int calls, Duration timeout) {}

    private Optional<Instant> setAside(Tx tx, List<Kept> kept, Wanted wanted) {
        Map<String, Ledger> ledgers = lock(tx, kept);
        // Read under the locks: whoever had them before has an earlier instant.
        Instant now = clock.instant();
        Optional<Instant> refused = kept.stream()
                .flatMap(each -> later(each, ledgers, wanted, now).stream())
                .max(Comparator.naturalOrder());
        if (refused.isEmpty()) {
            for (Kept each : kept) {
                Budget budget = each.budget();
                Ledger spent = of(each, ledgers).spend(budget, now, wanted.timeout(), wanted.calls());
                tx.update(
                        "update quota set spent = ?, expires_at = ? where id = ?",
                        spent.text(),
                        spent.expiresAt(budget, now),
                        each.id());
            }
        }
        return refused;
    }

    private static Optional<Instant> later(Kept kept, Map<String, Ledger> ledgers, Wanted wanted, Instant now) {
        Budget budget = kept.budget();
        int limit = limit(budget, wanted.errand());
        Ledger ledger = of(kept, ledgers);
        return ledger.used(budget, now, wanted.timeout()) + wanted.calls() <= limit
                ? Optional.empty()
                : Optional.of(ledger.when(budget, limit, now, wanted.timeout(), wanted.calls()));
    }

    /** How much of a budget an errand may spend. */
    static int limit(Budget budget, Errand errand) {
        int readable = budget.calls() - budget.forCommands();
        return switch (errand) {
            case COMMAND, ASK, SETTINGS -> budget.calls();
            case READ -> readable;
            case LOOK -> Math.max(1, readable - readable / OWN_LEAVES);
        };
    }

    /** Locks the rows, in one order, making those that are missing. */
    private Map<String, Ledger> lock(Tx tx, List<Kept> kept) {
        String[] ids = kept.stream().map(Kept::id).distinct().toArray(String[]::new);
        for (int tries = 0; tries < TRIES; tries++) {
            tx.update(
                    "insert into quota (id, spent, expires_at) select id, '', ? from unnest(?::text[]) as k (id) order by id"
                            + " on conflict (id) do nothing",
                    clock.instant(),
                    ids);
            List<Stored> rows = tx.list(
                    Quotas::stored, "select id, spent from quota where id = any (?) order by id for update", (Object)
                            ids);
            // One that had expired may have been deleted in between.
            if (rows.size() == ids.length) {
                return ledgers(rows);
            }
        }
        throw new IllegalStateException("rows of quotas went as often as they were made");
    }

    /** How the budgets of a device stand. */
    List<Quota> standing(Connector connector, LinkedDevice device) {
        if (!(connector instanceof Metered metered)) {
            return List.of();
        }
        List<Kept> kept = kept(connector, metered, device);
        Instant now = clock.instant();
        Duration timeout = connector.profile().callTimeout();
        Map<String, Ledger> ledgers = ledgers(database.asEngineForCaller(
                tx -> tx.list(Quotas::stored, "select id, spent from quota where id = any (?)", (Object)
                        kept.stream().map(Kept::id).toArray(String[]::new))));
        return metered.budgets(device).stream()
                .map(budget -> {
                    Ledger ledger = of(Kept.of(connector.profile().vendor(), budget), ledgers);
                    int left = Math.max(0, budget.calls() - ledger.used(budget, now, timeout));
                    return new Quota(budget.name(), budget.calls(), left, ledger.resetsAt(budget, now));
                })
                .toList();
    }

    /** What the budgets of a device leave for the platform's own looks. */
    List<Allowance> allowances(Connector connector, LinkedDevice device) {
        if (!(connector instanceof Metered metered)) {
            return List.of();
        }
        List<Kept> kept = kept(connector, metered, device);
        if (kept.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        int cost = Math.max(1, metered.calls(Errand.LOOK.operation(), device));
        Duration timeout = connector.profile().callTimeout();
        Map<String, Ledger> ledgers = ledgers(database.asEngineAtOnce(
                tx -> tx.list(Quotas::stored, "select id, spent from quota where id = any (?)", (Object)
                        kept.stream().map(Kept::id).toArray(String[]::new))));
        return kept.stream()
                .map(each -> allowance(each.budget(), of(each, ledgers), cost, now, timeout))
                .toList();
    }

    /** What a budget with that ledger leaves for looks that may cost so many calls each. */
    static Allowance allowance(Budget budget, Ledger ledger, int cost, Instant now, Duration timeout) {
        int most = limit(budget, Errand.LOOK);
        int left = Math.max(0, most - ledger.used(budget, now, timeout));
        return new Allowance(
                left,
                most,
                cost,
                budget.window(),
                budget.renewal() == Budget.Renewal.FIXED ? ledger.resetsAt(budget, now) : Optional.empty(),
                left >= cost ? now : ledger.when(budget, most, now, timeout, cost));
    }

    /** Deletes what counts no more. */
    void forget() {
        Instant now = clock.instant();
        database.asEngineAtOnce(tx -> tx.update("""
                delete from quota where ctid = any (array(
                    select ctid from quota where expires_at < ? order by expires_at limit ? for update skip locked))
                """, now.minus(Ledger.SKEW), BATCH));
    }

    private record Stored(String id, Ledger ledger) {}

    private static Stored stored(Row row) {
        return new Stored(row.text("id"), Ledger.of(row.text("spent")));
    }

    private static Map<String, Ledger> ledgers(List<Stored> stored) {
        return stored.stream().collect(Collectors.toUnmodifiableMap(Stored::id, Stored::ledger));
    }

    private static Ledger of(Kept kept, Map<String, Ledger> ledgers) {
        return ledgers.getOrDefault(kept.id(), Ledger.EMPTY);
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
