package energy.amps.connector.sandbox;

import java.time.Instant;
import java.util.List;

/**
 * A battery's level from an anchor on, under duties that repeat every day. Exact at any distance and of bounded cost: a
 * run of days that move the level alike is taken in one step, and once a day ends where it began, so do all after it.
 *
 * <p>Bounded, because from day to day the level only ever moves one way, through at most as many kinds of day as there
 * are bends and bounds. A day without a bend repeats until it meets one, and is leapt over. A day that meets a taper step
 * brings what follows closer by at least 3 in 10, one that meets a bound brings it there at once; so either ends where it
 * began within dozens of days.
 */
record Projection(BatteryPhysics physics, List<Duty> day, Anchor anchor) {

    /** A day that moves the level by less than this, in percent, and bends, ends where it began. */
    private static final double STANDSTILL = 1e-12;

    /**
     * Where the projection arrives.
     *
     * @param level unrounded, %
     * @param power unrounded, AC, kW, positive charging
     * @param daysWalked how many whole days were followed part by part
     */
    record Arrival(double level, double power, int daysWalked) {}

    private record Walk(double level, int daysWalked) {}

    /**
     * A day followed part by part.
     *
     * @param end the level at its end, %
     * @param headroom how far the day may begin higher, %, and still run alike; negative when it met a bend
     * @param legroom how far it may begin lower
     */
    private record Course(double end, double headroom, double legroom) {}

    /** Where the battery is at {@code instant}; an instant before the anchor counts as the anchor's. */
    Arrival at(Instant instant) {
        DayTime from = DayTime.of(anchor.at());
        DayTime to = DayTime.of(instant.isBefore(anchor.at()) ? anchor.at() : instant);
        Walk walk;
        if (from.day() == to.day()) {
            walk = new Walk(within(anchor.level(), from.hour(), to.hour()), 0);
        } else {
            Walk days = over(within(anchor.level(), from.hour(), 24), to.day() - from.day() - 1);
            walk = new Walk(within(days.level(), 0, to.hour()), days.daysWalked());
        }
        return new Arrival(
                walk.level(), physics.stretch(walk.level(), dutyAt(to.hour())).power(), walk.daysWalked());
    }

    private Walk over(double level, long days) {
        double reached = level;
        long left = days;
        int walked = 0;
        while (left > 0) {
            Course course = follow(reached);
            walked++;
            double gain = course.end() - reached;
            double room = gain > 0 ? course.headroom() : course.legroom();
            if (gain == 0 || (room < 0 && Math.abs(gain) < STANDSTILL)) {
                return new Walk(course.end(), walked);
            }
            long alike = room < 0 ? 1 : (long) Math.min((double) left, 1 + Math.floor(room / Math.abs(gain)));
            reached = alike == 1 ? course.end() : reached + alike * gain;
            left -= alike;
        }
        return new Walk(reached, walked);
    }

    private Course follow(double begin) {
        double level = begin;
        double headroom = Double.POSITIVE_INFINITY;
        double legroom = Double.POSITIVE_INFINITY;
        boolean bent = false;
        for (int i = 0; i < day.size(); i++) {
            Household.Part part = Household.DAY.get(i);
            BatteryPhysics.Stretch stretch = physics.stretch(level, day.get(i));
            double end = physics.after(level, part.to() - part.from(), day.get(i));
            headroom = Math.min(headroom, stretch.highest() - Math.max(level, end));
            legroom = Math.min(legroom, Math.min(level, end) - stretch.lowest());
            bent |= stretch.rate() == 0 ? end != level : (end - stretch.edge()) * stretch.rate() >= 0;
            level = end;
        }
        return bent ? new Course(level, -1, -1) : new Course(level, headroom, legroom);
    }

    private double within(double level, double fromHour, double toHour) {
        double reached = level;
        for (int i = 0; i < day.size(); i++) {
            Household.Part part = Household.DAY.get(i);
            double hours = Math.min(part.to(), toHour) - Math.max(part.from(), fromHour);
            reached = physics.after(reached, hours, day.get(i));
        }
        return reached;
    }

    private Duty dutyAt(double hour) {
        for (int i = 0; i < day.size(); i++) {
            if (hour < Household.DAY.get(i).to()) {
                return day.get(i);
            }
        }
        throw new IllegalStateException("no such hour of a day: " + hour);
    }
}
