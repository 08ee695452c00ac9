package energy.amps.connector.sandbox;

import energy.amps.command.Command;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a battery under orders does over the day: the rules of contract section 7 worked into one {@link Duty} for each
 * surplus of its home.
 */
record BatteryPlan(BatteryModel model, Orders orders, BatterySettings settings) {

    /** A plan of what it was told. */
    BatteryPlan(BatteryModel model, Terms terms) {
        this(model, terms.orders(), new BatterySettings(terms.written()));
    }

    /** Whether what the battery does follows the home's surplus. */
    boolean followsHome() {
        return switch (orders.standing().command()) {
            case AUTO_BALANCED, AUTO_EXPORT -> true;
            case DISCHARGE ->
                exportable(model.home().mostSurplus()) < capped(model.maxPower(), Setting.MAX_DISCHARGE_RATE);
            default -> false;
        };
    }

    /** The highest of all floors, %; nothing discharges below it. */
    double floor() {
        double target = orders.standing().command() == Command.DISCHARGE
                ? percent(Parameter.TARGET).orElse(0)
                : 0;
        double held = orders.heldFloor().map(BigDecimal::doubleValue).orElse(0.0);
        return Math.max(
                Math.max(Math.max(target, percent(Parameter.RESERVE).orElse(0)), held),
                Math.max(settings.asDouble(Setting.DISCHARGE_FLOOR), settings.asDouble(Setting.SAFETY_RESERVE)));
    }

    /** The lowest of all ceilings, %; nothing charges above it. */
    double ceiling() {
        double own =
                switch (orders.standing().command()) {
                    case CHARGE -> percent(Parameter.TARGET).orElse(100);
                    case AUTO_RESERVE -> percent(Parameter.RESERVE).orElse(100);
                    default -> 100;
                };
        return Math.min(own, settings.asDouble(Setting.CHARGE_CEILING));
    }

    /** What to do while the home has {@code surplus} kW left over, or needs them where negative. */
    Duty duty(double surplus) {
        return switch (orders.standing().command()) {
            case CHARGE, AUTO_RESERVE -> charge(model.maxPower());
            case DISCHARGE -> discharge(model.maxPower(), surplus);
            case IDLE -> new Duty.Hold();
            case AUTO_BALANCED -> surplus > 0 ? charge(surplus) : discharge(-surplus, surplus);
            case AUTO_EXPORT -> surplus > 0 ? charge(surplus) : discharge(model.maxPower(), surplus);
            case HEAT, COOL, AUTO, FOLLOW_SCHEDULE ->
                throw new IllegalArgumentException(
                        "no battery command: " + orders.standing().command().wire());
        };
    }

    private Duty charge(double wanted) {
        return new Duty.Charge(capped(wanted, Setting.MAX_CHARGE_RATE), ceiling());
    }

    /** What leaves the site is what the battery gives beyond the home's need, or on top of its surplus. */
    private Duty discharge(double wanted, double surplus) {
        return new Duty.Discharge(Math.min(capped(wanted, Setting.MAX_DISCHARGE_RATE), exportable(surplus)), floor());
    }

    private double exportable(double surplus) {
        return Math.max(0, settings.asDouble(Setting.EXPORT_LIMIT) / 1000 - surplus);
    }

    private double capped(double wanted, Setting amps) {
        double asked = quantity(Parameter.POWER).map(Quantity::asDouble).orElse(model.maxPower());
        return Math.min(Math.min(wanted, model.maxPower()), Math.min(asked, settings.kilowatts(amps)));
    }

    private OptionalDouble percent(Parameter parameter) {
        return quantity(parameter).map(q -> OptionalDouble.of(q.asDouble())).orElseGet(OptionalDouble::empty);
    }

    private Optional<Quantity> quantity(Parameter parameter) {
        return Optional.ofNullable(orders.standing().parameters().get(parameter));
    }
}
