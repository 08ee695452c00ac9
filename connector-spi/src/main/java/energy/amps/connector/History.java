package energy.amps.connector;

import java.time.Instant;
import java.util.List;

/**
 * A connector whose devices' past can be computed ({@link ConnectorProfile.Retrieval#PROJECTION}); for others the platform
 * keeps what it saw.
 */
public interface History {

    /**
     * What a device did, interval by interval.
     *
     * @param device the device now, with its neighbours
     * @param past the chapters that its connector closed, oldest first, as far as they touch the span; those of its
     *     neighbours too
     * @param edges the intervals' bounds, ascending: {@code n + 1} instants for {@code n} intervals, none after {@code
     *     device.now()}
     * @return one sample per interval; an interval of which nothing can be said has an empty one
     */
    List<Sample> samples(LinkedDevice device, Past past, List<Instant> edges);

    /**
     * The closed chapters that matter.
     *
     * @param own of the device
     * @param neighbours of each neighbour that has any
     */
    record Past(List<Chapter> own, List<OfNeighbour> neighbours) {
        /** Copies both. */
        public Past {
            own = List.copyOf(own);
            neighbours = List.copyOf(neighbours);
        }

        /** Nothing was closed. */
        public static final Past NONE = new Past(List.of(), List.of());
    }

    /**
     * A neighbour's closed chapters.
     *
     * @param neighbour which
     * @param chapters its chapters, oldest first
     */
    record OfNeighbour(Neighbour neighbour, List<Chapter> chapters) {
        /** Copies the chapters. */
        public OfNeighbour {
            chapters = List.copyOf(chapters);
        }
    }
}
