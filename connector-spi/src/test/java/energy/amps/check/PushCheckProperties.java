package energy.amps.check;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Execution;
import energy.amps.command.Parameter;
import energy.amps.command.Unit;
import energy.amps.device.Capabilities;
import energy.amps.device.CommandCapability;
import energy.amps.device.Family;
import energy.amps.device.ParameterCapability;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Contract section 4: the declaration says all, and a refusal says how to repair what it refuses. */
class PushCheckProperties {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    /**
     * A device and a push that was read off its declaration.
     *
     * @param family the device's family
     * @param capabilities what it declares
     * @param push the push
     */
    record Case(Family family, Capabilities capabilities, PushRequest push) {}

    /** One thing that is wrong with a push. */
    enum Slip {
        COMMAND(ErrorCode.UNSUPPORTED_MODE),
        PARAMETER(ErrorCode.UNSUPPORTED_PARAMETER),
        UNIT(ErrorCode.UNSUPPORTED_UNIT),
        TOO_SMALL(ErrorCode.PARAMETER_OUT_OF_RANGE),
        TOO_LARGE(ErrorCode.PARAMETER_OUT_OF_RANGE),
        SHAPE(ErrorCode.EXECUTION_NOT_SUPPORTED),
        STRATEGY(ErrorCode.STRATEGY_NOT_SUPPORTED);

        private final ErrorCode code;

        Slip(ErrorCode code) {
            this.code = code;
        }
    }

    @Property(tries = 500)
    void pushThatIsReadOffTheDeclarationPasses(@ForAll("cases") Case given) {
        assertThat(check(given, given.push())).isInstanceOf(Checked.Passed.class);
    }

    @Property(tries = 1000)
    void oneSlipIsRefusedUnderItsCodeAndRepairedFromTheDetails(@ForAll("cases") Case given, @ForAll Slip slip) {
        Optional<PushRequest> broken = broken(given, slip);
        if (broken.isEmpty()) {
            return;
        }
        Checked<CheckedPush> checked = check(given, broken.get());
        assertThat(checked).isInstanceOf(Checked.Refused.class);
        Refusal refusal = ((Checked.Refused<CheckedPush>) checked).refusal();
        assertThat(refusal.code()).isEqualTo(slip.code);
        assertThat(check(given, repaired(given, broken.get(), refusal))).isInstanceOf(Checked.Passed.class);
    }

    private static Checked<CheckedPush> check(Case given, PushRequest push) {
        return PushCheck.check(push, given.family(), given.capabilities(), Optional.empty(), NOW);
    }

    private static Optional<PushRequest> broken(Case given, Slip slip) {
        PushRequest push = given.push();
        Map<String, RawQuantity> sent = push.parameters().orElse(Map.of());
        Optional<String> first = sent.keySet().stream().findFirst();
        return switch (slip) {
            case COMMAND -> Optional.of(with(push, "fly", push.parameters()));
            case PARAMETER -> {
                Map<String, RawQuantity> more = new LinkedHashMap<>(sent);
                more.put("altitude", new RawQuantity(BigDecimal.ONE, "metres"));
                yield Optional.of(with(push, push.command(), Optional.of(more)));
            }
            case UNIT -> first.map(name -> replaced(push, name, new RawQuantity(BigDecimal.ONE, "volts")));
            case TOO_SMALL -> first.map(name -> replaced(push, name, beyond(given, name, false)));
            case TOO_LARGE -> first.map(name -> replaced(push, name, beyond(given, name, true)));
            case SHAPE ->
                Set.of(Execution.values()).stream()
                        .filter(shape -> !declared(given).execution().contains(shape))
                        .sorted()
                        .findFirst()
                        .map(shape -> shaped(push, shape));
            case STRATEGY ->
                Optional.of(new PushRequest(
                        push.command(), push.parameters(), push.start(), push.end(), Optional.of("hope")));
        };
    }

    private static CommandCapability declared(Case given) {
        return given.capabilities()
                .command(Command.of(given.push().command()).orElseThrow())
                .orElseThrow();
    }

    private static RawQuantity beyond(Case given, String name, boolean above) {
        ParameterCapability bounds =
                declared(given).parameter(Parameter.of(name).orElseThrow()).orElseThrow();
        BigDecimal step = new BigDecimal("0.001");
        return new RawQuantity(
                above ? bounds.max().add(step) : bounds.min().subtract(step),
                bounds.unit().wire());
    }

    private static PushRequest with(PushRequest push, String command, Optional<Map<String, RawQuantity>> parameters) {
        return new PushRequest(command, parameters, push.start(), push.end(), push.onConflict());
    }

    private static PushRequest replaced(PushRequest push, String name, RawQuantity value) {
        Map<String, RawQuantity> changed = new LinkedHashMap<>(push.parameters().orElse(Map.of()));
        changed.put(name, value);
        return with(push, push.command(), Optional.of(changed));
    }

    private static PushRequest shaped(PushRequest push, Execution shape) {
        return new PushRequest(
                push.command(),
                push.parameters(),
                shape == Execution.IMMEDIATE ? Optional.empty() : Optional.of("30m"),
                shape == Execution.WINDOWED ? Optional.of("2026-06-01T13:00:00Z") : Optional.empty(),
                push.onConflict());
    }

    /** Knows the refusal alone, as a client does. */
    private static PushRequest repaired(Case given, PushRequest push, Refusal refusal) {
        Map<String, Object> details = refusal.details();
        return switch (refusal.code()) {
            case UNSUPPORTED_MODE -> {
                // The push of before names a mode that the answer must offer.
                assertThat(texts(under(details, "deviceCapabilities").get("supportedModes")))
                        .contains(given.push().command());
                yield given.push();
            }
            case UNSUPPORTED_PARAMETER -> {
                Map<String, RawQuantity> kept =
                        new LinkedHashMap<>(push.parameters().orElseThrow());
                kept.keySet().removeAll(texts(details.get("unsupportedParameters")));
                assertThat(texts(under(details, "deviceCapabilities").get("supportedParameters")))
                        .containsAll(kept.keySet());
                yield with(push, push.command(), Optional.of(kept));
            }
            case UNSUPPORTED_UNIT -> {
                String name = (String) details.get("parameter");
                yield replaced(
                        push,
                        name,
                        new RawQuantity(
                                given.push()
                                        .parameters()
                                        .orElseThrow()
                                        .get(name)
                                        .value(),
                                texts(details.get("supportedUnits")).getFirst()));
            }
            case PARAMETER_OUT_OF_RANGE ->
                replaced(
                        push,
                        (String) details.get("parameter"),
                        new RawQuantity((BigDecimal) details.get("min"), (String) details.get("unit")));
            case EXECUTION_NOT_SUPPORTED ->
                shaped(
                        push,
                        Execution.valueOf(texts(details.get("supportedExecution"))
                                .getFirst()
                                .toUpperCase(Locale.ROOT)));
            case STRATEGY_NOT_SUPPORTED ->
                new PushRequest(
                        push.command(),
                        push.parameters(),
                        push.start(),
                        push.end(),
                        texts(details.get("supportedStrategies")).stream().findFirst());
            default -> throw new AssertionError("no way to repair " + refusal);
        };
    }

    private static Map<?, ?> under(Map<String, Object> details, String name) {
        return (Map<?, ?>) details.get(name);
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    @Provide
    Arbitrary<Case> cases() {
        return capabilities().flatMap(capabilities -> Arbitraries.of(
                        new ArrayList<>(capabilities.commands().keySet()))
                .flatMap(command -> pushes(command, capabilities))
                .map(push -> new Case(Family.BATTERY, capabilities, push)));
    }

    private static Arbitrary<Capabilities> capabilities() {
        Arbitrary<ParameterCapability> bounds = Combinators.combine(
                        Arbitraries.of(Unit.PERCENT, Unit.KW, Unit.CELSIUS),
                        Arbitraries.integers().between(-20, 20),
                        Arbitraries.integers().between(0, 100))
                .as((unit, min, width) -> ParameterCapability.of(unit, min, min + width));
        Arbitrary<CommandCapability> capability = Combinators.combine(
                        Arbitraries.maps(Arbitraries.of(Parameter.TARGET, Parameter.POWER, Parameter.RESERVE), bounds),
                        Arbitraries.of(Execution.class).set().ofMinSize(1))
                .as(CommandCapability::new);
        return Combinators.combine(
                        Arbitraries.maps(Arbitraries.of(Command.CHARGE, Command.DISCHARGE, Command.IDLE), capability)
                                .ofMinSize(1),
                        Arbitraries.of(ConflictStrategy.class).set())
                .as((commands, strategies) -> new Capabilities(true, new EnumMap<>(commands), Map.of(), strategies));
    }

    private static Arbitrary<PushRequest> pushes(Command command, Capabilities capabilities) {
        CommandCapability declared = capabilities.command(command).orElseThrow();
        List<String> strategies = capabilities.conflictStrategies().stream()
                .map(ConflictStrategy::wire)
                .toList();
        Arbitrary<Optional<String>> strategy = strategies.isEmpty()
                ? Arbitraries.just(Optional.empty())
                : Arbitraries.of(strategies).optional();
        return Combinators.combine(
                        Arbitraries.subsetOf(declared.parameters().keySet()),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.of(new ArrayList<>(declared.execution())),
                        strategy)
                .as((names, where, shape, onConflict) -> {
                    Map<String, RawQuantity> sent = new LinkedHashMap<>();
                    names.stream().sorted().forEach(name -> sent.put(name.wire(), within(declared, name, where)));
                    PushRequest bare = new PushRequest(
                            command.wire(), Optional.of(sent), Optional.empty(), Optional.empty(), onConflict);
                    return shaped(bare, shape);
                });
    }

    private static RawQuantity within(CommandCapability declared, Parameter name, double where) {
        ParameterCapability bounds = declared.parameter(name).orElseThrow();
        BigDecimal width = bounds.max().subtract(bounds.min());
        return new RawQuantity(
                bounds.min().add(width.multiply(BigDecimal.valueOf(where))),
                bounds.unit().wire());
    }
}
