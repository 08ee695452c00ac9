package energy.amps.server.store;

/**
 * Makes ids like {@link Ids}, each of which sorts behind the one before: of what is made many times in a millisecond and shown in
 * its order. Should the millisecond not suffice, it borrows from the next. Thread-safe.
 */
public final class OrderedIds {
    private final Ids ids;
    private String last = "";

    public OrderedIds(Ids ids) {
        this.ids = ids;
    }

    /** A new id with that prefix, its underscore included. */
    public synchronized String next(String prefix) {
        last = ids.after(last);
        return prefix + last;
    }
}
