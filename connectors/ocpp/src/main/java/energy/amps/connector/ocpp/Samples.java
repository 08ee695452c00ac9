package energy.amps.connector.ocpp;

import energy.amps.connector.ocpp.Memory.Meter;
import energy.amps.connector.ocpp.Memory.Transaction;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the sampled values of a meter add up to: both versions' alike (1.6 section 7.43, 2.0.1 section 2.40). A value is a text
 * or a number, its unit a word of its own or in {@code unitOfMeasure}.
 */
final class Samples {
    /** Below, a phase carries nothing to speak of, A. */
    private static final double NOTHING_AMPS = 1;

    /** What a phase has, where the meter does not say, V. */
    private static final double VOLTS = 230;

    private OptionalDouble watts = OptionalDouble.empty();
    private double phaseWatts;
    private boolean sawPhaseWatts;
    private OptionalDouble kilowattHours = OptionalDouble.empty();
    private double amps;
    private final Set<String> current = new HashSet<>();
    private Optional<Instant> at = Optional.empty();

    private Samples() {}

    /** @param meterValues an array of {@code MeterValue}; anything else has nothing to say */
    static Samples of(JsonNode meterValues) {
        Samples samples = new Samples();
        for (JsonNode value : meterValues) {
            samples.startOver(value);
            value.path("sampledValue").forEach(samples::add);
        }
        return samples;
    }

    /** The latest counts: what lies before it in the same message is older. */
    private void startOver(JsonNode meterValue) {
        watts = OptionalDouble.empty();
        phaseWatts = 0;
        sawPhaseWatts = false;
        amps = 0;
        current.clear();
        at = Times.read(meterValue.path("timestamp").asString(""));
    }

    private void add(JsonNode sample) {
        OptionalDouble number = number(sample);
        String context = sample.path("context").asString("");
        if (number.isEmpty() || (context.equals("Transaction.Begin") && !isEnergy(sample))) {
            return;
        }
        double value = number.getAsDouble();
        String phase = sample.path("phase").asString("");
        switch (sample.path("measurand").asString("Energy.Active.Import.Register")) {
            case "Energy.Active.Import.Register" -> {
                if (phase.isEmpty()) {
                    kilowattHours = OptionalDouble.of(unit(sample, "Wh").equals("kWh") ? value : value / 1000);
                }
            }
            case "Power.Active.Import" -> power(unit(sample, "W").equals("kW") ? value * 1000 : value, phase);
            case "Current.Import" -> current(value, phase);
            default -> {
                // Nothing that the API shows.
            }
        }
    }

    private static boolean isEnergy(JsonNode sample) {
        return sample.path("measurand")
                .asString("Energy.Active.Import.Register")
                .startsWith("Energy");
    }

    private void power(double value, String phase) {
        if (phase.isEmpty()) {
            watts = OptionalDouble.of(value);
        } else {
            sawPhaseWatts = true;
            phaseWatts += value;
        }
    }

    private void current(double value, String phase) {
        if (phase.isEmpty()) {
            amps = value;
        } else if (phase.startsWith("L") && value > NOTHING_AMPS) {
            current.add(phase.substring(0, 2));
        }
    }

    private static OptionalDouble number(JsonNode sample) {
        JsonNode value = sample.path("value");
        if (value.isNumber()) {
            int multiplier = sample.path("unitOfMeasure").path("multiplier").asInt(0);
            return OptionalDouble.of(value.doubleValue() * Math.pow(10, multiplier));
        }
        try {
            double number = Double.parseDouble(value.asString(""));
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static String unit(JsonNode sample, String usual) {
        return sample.path("unit")
                .asString(sample.path("unitOfMeasure").path("unit").asString(usual));
    }

    private Optional<Double> kilowatts() {
        if (watts.isPresent()) {
            return Optional.of(Math.max(0, watts.getAsDouble()) / 1000);
        }
        return sawPhaseWatts ? Optional.of(Math.max(0, phaseWatts) / 1000) : Optional.empty();
    }

    private Optional<Integer> phases() {
        if (!current.isEmpty()) {
            return Optional.of(current.size());
        }
        return kilowatts()
                .filter(power -> amps > NOTHING_AMPS && power > 0.5)
                .map(power -> Math.clamp(Math.round(power * 1000 / (VOLTS * amps)), 1, 3));
    }

    /** What is remembered after these samples. */
    Memory noted(Memory memory, Instant now) {
        Meter before = memory.meter();
        Optional<Double> energy =
                kilowattHours.isPresent() ? Optional.of(kilowattHours.getAsDouble()) : before.kilowattHours();
        Optional<Double> power = kilowatts();
        if (power.isEmpty() && kilowattHours.isEmpty()) {
            return memory;
        }
        Memory next = memory.with(
                new Meter(power.isPresent() ? power : before.kilowatts(), energy, Optional.of(at.orElse(now))));
        return next.with(memory.transaction().map(this::in));
    }

    private Transaction in(Transaction transaction) {
        Transaction seen = phases().filter(count -> !transaction.phases().equals(Optional.of(count)))
                .map(transaction::onPhases)
                .orElse(transaction);
        return seen.meterStart().isEmpty() && kilowattHours.isPresent()
                ? seen.startingAt(kilowattHours.getAsDouble())
                : seen;
    }
}
