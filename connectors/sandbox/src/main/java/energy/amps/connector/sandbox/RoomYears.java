package energy.amps.connector.sandbox;

import java.util.EnumMap;
import java.util.Map;

/**
 * The rooms that nobody ever told anything: physics from the first day on, which after a cycle of the weather comes round to
 * where it began. So the temperature of every midnight is known once those of one cycle are.
 */
final class RoomYears {

    /** Worked out for a home when it is first asked for. */
    private static final Map<HvacModel, double[]> MIDNIGHTS = new EnumMap<>(HvacModel.class);

    /** Rooms forget where they began within so many days, to the last digit. */
    private static final int FORGETTING = 120;

    private RoomYears() {}

    /** The rooms at the midnight that began a day. */
    static Room midnight(HvacModel model, long day) {
        return new Room(midnights(model)[Climate.inCycle(day)]);
    }

    private static synchronized double[] midnights(HvacModel model) {
        return MIDNIGHTS.computeIfAbsent(model, RoomYears::cycle);
    }

    private static double[] cycle(HvacModel model) {
        HvacPlan plan = new HvacPlan(model, model.factory());
        Room room = new Room(20);
        for (int day = -FORGETTING; day < 0; day++) {
            room = next(plan, room, day);
        }
        double[] midnights = new double[Climate.CYCLE];
        for (int day = 0; day < Climate.CYCLE; day++) {
            midnights[day] = room.celsius();
            room = next(plan, room, day);
        }
        return midnights;
    }

    private static Room next(HvacPlan plan, Room room, int day) {
        double midnight = day * Seconds.DAY;
        RoomFlow flow = new RoomFlow(plan, room, midnight);
        Flow.follow(flow, midnight, midnight + Seconds.DAY);
        return flow.state();
    }
}
