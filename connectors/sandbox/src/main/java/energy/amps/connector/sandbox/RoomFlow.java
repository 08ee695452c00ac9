package energy.amps.connector.sandbox;

import energy.amps.connector.sandbox.Home.Building;

/**
 * A home's rooms with their heat pump, forward through time: one mass that loses heat to a temperature outside which is the same
 * over each quarter hour, so the temperature follows an exponential between bends. The heat pump brings all it can until the
 * setpoint is met, and from then on what keeps it.
 */
final class RoomFlow implements Flow<Room> {

    /** Temperatures this close are the same. */
    private static final double SAME = 1e-9;

    private final HvacPlan plan;
    private final Building building;
    private final Climate climate;
    private double second;
    private double celsius;

    /** Heat into the rooms, kW, negative out of them. */
    private double heat;

    /** What the temperature tends to, and when the piece ends; it ends at {@link #bend} where it meets that before. */
    private double equilibrium;

    private double until;
    private double bend;
    private double power;

    RoomFlow(HvacPlan plan, Room room, double from) {
        this.plan = plan;
        this.building = plan.model().home().building();
        this.climate = plan.model().home().climate();
        this.second = from;
        this.celsius = room.celsius();
        turn();
    }

    /** Heat for each unit of electricity at a temperature outside. */
    static double performance(double heat, double outside) {
        return heat > 0 ? Math.clamp(3.4 + 0.07 * (outside - 7), 2, 5) : Math.clamp(4 - 0.08 * (outside - 27), 2.5, 5);
    }

    @Override
    public double power() {
        return power;
    }

    @Override
    public double until() {
        return until;
    }

    @Override
    public void to(double later) {
        if (later >= until && Double.isFinite(bend)) {
            celsius = bend;
        } else {
            celsius = equilibrium
                    + (celsius - equilibrium) * Math.exp(-(later - second) / (timeConstant() * Seconds.HOUR));
        }
        second = later;
        turn();
    }

    @Override
    public Room state() {
        return new Room(celsius);
    }

    private void turn() {
        double outside = climate.outside(Seconds.quarter(second));
        Setpoints setpoints = plan.at(second);
        double adrift = outside + building.gains() / building.loss();
        heat = 0;
        double next = Double.NaN;
        if (celsius < setpoints.heat() - SAME) {
            heat = building.heating();
            next = setpoints.heat();
        } else if (celsius > setpoints.cool() + SAME) {
            heat = -building.cooling();
            next = setpoints.cool();
        } else if (celsius <= setpoints.heat() + SAME && adrift < setpoints.heat()) {
            hold(setpoints.heat(), adrift);
        } else if (celsius >= setpoints.cool() - SAME && adrift > setpoints.cool()) {
            hold(setpoints.cool(), adrift);
        } else {
            next = adrift < celsius ? setpoints.heat() : setpoints.cool();
        }
        equilibrium = adrift + heat / building.loss();
        power = Math.abs(heat) / performance(heat, outside);
        end(next);
    }

    /** Keeps a temperature as far as the heat pump can. */
    private void hold(double setpoint, double adrift) {
        double needed = (setpoint - adrift) * building.loss();
        heat = Math.clamp(needed, -building.cooling(), building.heating());
        if (heat == needed) {
            celsius = setpoint;
        }
    }

    /** The piece ends with the quarter hour, or where the temperature meets {@code next} on its way. */
    private void end(double next) {
        until = Seconds.quarterEnd(second);
        bend = Double.NaN;
        boolean between = (next - celsius) * (equilibrium - next) > 0;
        if (between && Double.isFinite(next)) {
            double hours = timeConstant() * Math.log((celsius - equilibrium) / (next - equilibrium));
            double met = second + Math.max(Seconds.SAME, hours * Seconds.HOUR);
            if (met < until) {
                until = met;
                bend = next;
            }
        }
    }

    /** Hours. */
    private double timeConstant() {
        return building.mass() / building.loss();
    }
}
