package energy.amps.server.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items the page
 * @param page what was asked for
 * @param total how many items the list has, counted up to {@link Page#MAX_OFFSET}
 * @param totalIsLowerBound whether there are more than {@code total}
 * @param hasMore whether items follow this page; exact
 * @param nextCursor where the next page begins, when there is one
 * @param <T> the items
 */
public record Slice<T>(
        List<T> items, Page page, int total, boolean totalIsLowerBound, boolean hasMore, Optional<String> nextCursor) {

    /** Copies the items. */
    public Slice {
        items = List.copyOf(items);
    }

    /** A list without items. */
    public static <T> Slice<T> empty(Page page) {
        return new Slice<>(List.of(), page, 0, false, false, Optional.empty());
    }

    /** The same page of other items. */
    public <R> Slice<R> map(Function<? super T, ? extends R> mapping) {
        return new Slice<>(
                items.stream().<R>map(mapping).toList(), page, total, totalIsLowerBound, hasMore, nextCursor);
    }
}
