package energy.amps.connector.sandbox;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import energy.amps.device.HoldType;

/** What a heat pump under orders keeps its rooms at. */
record HvacPlan(HvacModel model, Instruction standing) {

    HoldType hold() {
        return standing.command() == Command.FOLLOW_SCHEDULE ? HoldType.FOLLOW_SCHEDULE : HoldType.PERMANENT;
    }

    /** The setpoints at an instant; they change on full hours of the programme alone. */
    Setpoints at(double second) {
        return switch (standing.command()) {
            case HEAT -> new Setpoints(celsius(Parameter.TARGET), Double.POSITIVE_INFINITY);
            case COOL -> new Setpoints(Double.NEGATIVE_INFINITY, celsius(Parameter.TARGET));
            case AUTO -> new Setpoints(celsius(Parameter.HEAT_SETPOINT), celsius(Parameter.COOL_SETPOINT));
            case IDLE -> Setpoints.NONE;
            case FOLLOW_SCHEDULE -> programme(Seconds.hour(second));
            default ->
                throw new IllegalArgumentException(
                        "no command for rooms: " + standing.command().wire());
        };
    }

    /** The device's own day, UTC. */
    private static Setpoints programme(double hour) {
        if (hour < 6 || hour >= 22) {
            return new Setpoints(17.5, 26);
        }
        if (hour < 9) {
            return new Setpoints(20.5, 25);
        }
        return hour < 16 ? new Setpoints(18.5, 27) : new Setpoints(21, 25);
    }

    private double celsius(Parameter parameter) {
        Quantity told = standing.parameters().get(parameter);
        if (told == null) {
            throw new IllegalArgumentException(standing.command().wire() + " without " + parameter.wire());
        }
        return told.unit() == Unit.FAHRENHEIT ? (told.asDouble() - 32) / 1.8 : told.asDouble();
    }
}
