package energy.amps.connector.sandbox;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Attempt;
import energy.amps.connector.SandboxControls;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * What may happen to a battery, as random input: pushes, returns and settings writes, some time apart.
 *
 * @param events in order
 */
record Life(List<Event> events) {

    /**
     * One of them.
     *
     * @param after how long after the one before
     * @param deed what happens
     */
    record Event(Duration after, Deed deed) {}

    sealed interface Deed {}

    record Order(Instruction instruction, Attempt.Purpose purpose, Optional<Duration> delay) implements Deed {}

    record Write(Map<Setting, Quantity> settings) implements Deed {}

    static Arbitrary<Life> any() {
        return Combinators.combine(durations(), Arbitraries.oneOf(orders(), writes()))
                .as(Event::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(Life::new);
    }

    /** Lives through all of it on {@code battery}. */
    void on(Rig battery) {
        for (Event event : events) {
            battery.wait(event.after());
            happen(event.deed(), battery);
        }
    }

    static void happen(Deed deed, Rig battery) {
        switch (deed) {
            case Order(Instruction instruction, Attempt.Purpose purpose, Optional<Duration> delay) ->
                battery.apply(
                        instruction,
                        battery.attempt(
                                purpose,
                                1,
                                new SandboxControls(Optional.empty(), delay, false, false, false, Optional.empty())));
            case Write(Map<Setting, Quantity> settings) -> battery.set(settings);
        }
    }

    static Arbitrary<Duration> durations() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, Duration.ofHours(40).toNanos()).map(Duration::ofNanos),
                Arbitraries.integers().between(0, 40).map(Duration::ofHours),
                Arbitraries.integers().between(0, 40).map(Duration::ofDays));
    }

    private static Arbitrary<Deed> orders() {
        return Combinators.combine(
                        instructions(),
                        Arbitraries.frequency(Tuple.of(3, Attempt.Purpose.APPLY), Tuple.of(1, Attempt.Purpose.RETURN)),
                        durations().optional(0.2))
                .as(Order::new);
    }

    private static Arbitrary<Instruction> instructions() {
        return Combinators.combine(
                        Arbitraries.of(
                                Command.CHARGE,
                                Command.DISCHARGE,
                                Command.IDLE,
                                Command.AUTO_BALANCED,
                                Command.AUTO_RESERVE,
                                Command.AUTO_EXPORT),
                        decimals(100).optional(0.5),
                        decimals(5).optional(0.5),
                        decimals(100).optional(0.5))
                .as((command, target, power, reserve) -> {
                    Map<Parameter, Quantity> parameters = new EnumMap<>(Parameter.class);
                    target.ifPresent(v -> parameters.put(Parameter.TARGET, new Quantity(v, Unit.PERCENT)));
                    power.ifPresent(v -> parameters.put(Parameter.POWER, new Quantity(v, Unit.KW)));
                    reserve.ifPresent(v -> parameters.put(Parameter.RESERVE, new Quantity(v, Unit.PERCENT)));
                    return new Instruction(command, parameters);
                });
    }

    private static Arbitrary<Deed> writes() {
        return Arbitraries.of(
                        Setting.SAFETY_RESERVE,
                        Setting.DISCHARGE_FLOOR,
                        Setting.CHARGE_CEILING,
                        Setting.EXPORT_LIMIT,
                        Setting.MAX_CHARGE_RATE,
                        Setting.MAX_DISCHARGE_RATE)
                .flatMap(setting -> value(setting).map(quantity -> Map.entry(setting, quantity)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(entries -> {
                    Map<Setting, Quantity> settings = new EnumMap<>(Setting.class);
                    entries.forEach(e -> settings.put(e.getKey(), e.getValue()));
                    return new Write(settings);
                });
    }

    private static Arbitrary<Quantity> value(Setting setting) {
        return switch (setting) {
            case SAFETY_RESERVE, DISCHARGE_FLOOR, CHARGE_CEILING ->
                decimals(100).map(v -> new Quantity(v, Unit.PERCENT));
            case EXPORT_LIMIT -> decimals(6000).map(v -> new Quantity(v, Unit.WATTS));
            case MAX_CHARGE_RATE, MAX_DISCHARGE_RATE -> decimals(120).map(v -> new Quantity(v, Unit.AMPS));
            case SCHEDULER_ENABLED -> throw new IllegalArgumentException("read-only");
        };
    }

    /** From very small to the most allowed, in round figures and with many digits. */
    private static Arbitrary<BigDecimal> decimals(int max) {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, max).map(BigDecimal::valueOf),
                Arbitraries.bigDecimals()
                        .between(BigDecimal.ZERO, BigDecimal.valueOf(max))
                        .ofScale(3),
                Arbitraries.bigDecimals()
                        .between(BigDecimal.ZERO, BigDecimal.ONE)
                        .ofScale(18));
    }
}
