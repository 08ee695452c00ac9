package energy.amps.server.schedule;

import energy.amps.server.schedule.plan.Occurrence;
import java.util.List;

/**
 * What a schedule will come to.
 *
 * @param items in order
 * @param hasMore whether there are more before the end that was asked for
 */
public record Preview(List<Item> items, boolean hasMore) {

    /** Copies the items. */
    public Preview {
        items = List.copyOf(items);
    }

    /**
     * An occurrence with its slot's command.
     *
     * @param occurrence when
     * @param command what, as sent
     */
    public record Item(Occurrence occurrence, String command) {}
}
