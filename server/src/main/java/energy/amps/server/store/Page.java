package energy.amps.server.store;

import java.util.Optional;

/**
 * Which part of a list is asked for (contract section 2).
 *
 * @param limit how many items, 1 to 50
 * @param offset how many to skip, 0 to 10,000; 0 when {@code after} is given
 * @param after the id behind which to go on, from a cursor; stable while rows are inserted
 */
public record Page(int limit, int offset, Optional<String> after) {
    /** Most items of a page. */
    public static final int MAX_LIMIT = 50;

    /** Items of a page that names no limit. */
    public static final int DEFAULT_LIMIT = 10;

    /** Furthest offset, and where totals stop being counted. */
    public static final int MAX_OFFSET = 10_000;
}
