package energy.amps.connector.sandbox;

import energy.amps.command.Command;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import java.math.BigDecimal;
import java.util.Optional;

/** What a charger under orders gives to a car that is plugged in. */
record ChargerPlan(ChargerModel model, Terms terms) {

    /** What it does to the car. */
    Duty duty() {
        return switch (terms.orders().standing().command()) {
            case CHARGE -> new Duty.Charge(Math.min(limit(), model.home().car().acceptance()), ceiling());
            case IDLE -> new Duty.Hold();
            default ->
                throw new IllegalArgumentException("no charger command: "
                        + terms.orders().standing().command().wire());
        };
    }

    /** Whether it lets a car charge. */
    boolean charges() {
        return terms.orders().standing().command() == Command.CHARGE;
    }

    /** Most power that it gives, kW: outlet, setting and command. */
    double limit() {
        double told = quantity(Parameter.POWER).map(Quantity::asDouble).orElse(model.power());
        return Math.min(model.power(), Math.min(setting().doubleValue(), told));
    }

    /** {@code max_charge_rate}, kW. */
    BigDecimal setting() {
        return terms.written()
                .getOrDefault(
                        Setting.MAX_CHARGE_RATE,
                        BigDecimal.valueOf(model.power()).stripTrailingZeros());
    }

    /** The level at which charging stops, %: the car's own limit, and the target told. */
    double ceiling() {
        double limit = model.home().car().limit().percent();
        return quantity(Parameter.TARGET)
                .map(target -> Math.min(limit, target.asDouble()))
                .orElse(limit);
    }

    private Optional<Quantity> quantity(Parameter parameter) {
        return Optional.ofNullable(terms.orders().standing().parameters().get(parameter));
    }
}
