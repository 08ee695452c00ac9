package energy.amps.check;

import static energy.amps.check.Devices.BATTERY;
import static energy.amps.check.Devices.HVAC;
import static energy.amps.check.Devices.push;
import static energy.amps.check.Devices.raw;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import energy.amps.device.Capabilities;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Contract section 4's table: each row's answer, and that an earlier row answers before a later one. */
class PushCheckTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Optional<ZoneId> LONDON = Optional.of(ZoneId.of("Europe/London"));

    /** Breaks every row at once; each test below repairs it up to its own row. */
    private static final PushRequest HOPELESS = new PushRequest(
            "fly",
            Optional.of(Map.of("altitude", raw("1", "metres"))),
            Optional.of("yesterday"),
            Optional.of("yesterday"),
            Optional.of("hope"));

    private static Refusal refused(PushRequest request, Family family, Capabilities capabilities) {
        return switch (PushCheck.check(request, family, capabilities, LONDON, NOW)) {
            case Checked.Refused<CheckedPush>(Refusal refusal) -> refusal;
            case Checked.Passed<CheckedPush> passed -> throw new AssertionError("not refused: " + passed);
        };
    }

    private static Refusal refused(PushRequest request) {
        return refused(request, Family.BATTERY, BATTERY);
    }

    private static CheckedPush passed(PushRequest request, Family family, Capabilities capabilities) {
        return switch (PushCheck.check(request, family, capabilities, LONDON, NOW)) {
            case Checked.Passed<CheckedPush>(CheckedPush push) -> push;
            case Checked.Refused<CheckedPush>(Refusal refusal) -> throw new AssertionError(refusal.toString());
        };
    }

    private static PushRequest hopeless(String command, Map<String, RawQuantity> parameters) {
        return new PushRequest(
                command, Optional.of(parameters), HOPELESS.start(), HOPELESS.end(), HOPELESS.onConflict());
    }

    @Test
    void familyThatTakesNoCommandsIsToldFirst() {
        for (Family family : List.of(Family.SOLAR_INVERTER, Family.VEHICLE)) {
            assertThat(refused(HOPELESS, family, Capabilities.readOnly(Map.of()))
                            .code())
                    .isEqualTo(ErrorCode.DIRECT_ACTION_UNSUPPORTED);
        }
    }

    @Test
    void deviceWithoutACommandPathComesSecond() {
        assertThat(refused(HOPELESS, Family.BATTERY, Capabilities.readOnly(Map.of()))
                        .code())
                .isEqualTo(ErrorCode.COMMAND_NOT_SUPPORTED);
    }

    @Test
    void commandThatIsUnknownOrNotDeclaredNamesThoseThatAre() {
        for (String command : List.of("fly", "discharge", "CHARGE", "heat")) {
            Refusal refusal = refused(hopeless(command, Map.of("altitude", raw("1", "metres"))));
            assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODE);
            assertThat(refusal.details())
                    .isEqualTo(Map.of("deviceCapabilities", Map.of("supportedModes", List.of("charge", "idle"))));
        }
    }

    @Test
    void everyUndeclaredParameterIsNamedWithThoseThatAreDeclared() {
        Map<String, RawQuantity> sent = new LinkedHashMap<>();
        sent.put("altitude", raw("1", "metres"));
        sent.put("target", raw("999", "metres"));
        sent.put("reserve", raw("20", "percent"));
        Refusal refusal = refused(hopeless("charge", sent));
        assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED_PARAMETER);
        assertThat(refusal.details())
                .isEqualTo(Map.of(
                        "unsupportedParameters",
                        List.of("altitude", "reserve"),
                        "deviceCapabilities",
                        Map.of("supportedParameters", List.of("target", "power"))));
    }

    @Test
    void requiredParameterThatIsMissingMakesThePushMalformed() {
        for (Map<String, RawQuantity> sent :
                List.of(Map.<String, RawQuantity>of(), Map.of("heatSetpoint", raw("99", "percent")))) {
            Refusal refusal = refused(hopeless("auto", sent), Family.HVAC, HVAC);
            assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
            assertThat(refusal.details().get("errors"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .allSatisfy(error -> assertThat(error.toString()).contains("/action/parameters/"));
        }
        for (String command : List.of("heat", "cool")) {
            Refusal refusal = refused(push(command), Family.HVAC, HVAC);
            assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
            assertThat(refusal.details())
                    .isEqualTo(Map.of(
                            "errors",
                            List.of(Map.of(
                                    "pointer",
                                    "/action/parameters/target",
                                    "message",
                                    "required by '" + command + "'"))));
        }
        assertThat(refused(push("auto"), Family.HVAC, HVAC).details().get("errors"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
        assertThat(passed(push("idle"), Family.HVAC, HVAC).parameters()).isEmpty();
    }

    @Test
    void wrongUnitNamesTheRightOne() {
        for (String unit : List.of("watts", "KW", "horsepower", "")) {
            Refusal refusal = refused(hopeless("charge", Map.of("power", raw("99", unit))));
            assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED_UNIT);
            assertThat(refusal.details())
                    .isEqualTo(Map.of("parameter", "power", "providedUnit", unit, "supportedUnits", List.of("kw")));
        }
    }

    @Test
    void valueOutOfBoundsNamesTheBoundsAndTheBoundsThemselvesPass() {
        for (String value : List.of("5.5001", "-0.0001", "1e300")) {
            Refusal refusal = refused(hopeless("charge", Map.of("power", raw(value, "kw"))));
            assertThat(refusal.code()).isEqualTo(ErrorCode.PARAMETER_OUT_OF_RANGE);
            assertThat(refusal.details())
                    .isEqualTo(Map.of(
                            "parameter",
                            "power",
                            "value",
                            new BigDecimal(value),
                            "min",
                            BigDecimal.ZERO,
                            "max",
                            new BigDecimal("5.5"),
                            "unit",
                            "kw"));
        }
        for (String value : List.of("0", "-0.0", "5.5", "5.50")) {
            passed(push("charge", Map.of("power", raw(value, "kw"))), Family.BATTERY, BATTERY);
        }
    }

    @Test
    void heatAboveCoolIsOutOfRangeWithTheCoolSetpointForItsMaximum() {
        Map<String, RawQuantity> sent =
                Map.of("heatSetpoint", raw("22.5", "celsius"), "coolSetpoint", raw("22", "celsius"));
        Refusal refusal = refused(hopeless("auto", sent), Family.HVAC, HVAC);
        assertThat(refusal.code()).isEqualTo(ErrorCode.PARAMETER_OUT_OF_RANGE);
        assertThat(refusal.details())
                .containsEntry("parameter", "heatSetpoint")
                .containsEntry("max", new BigDecimal("22"));
        passed(
                push("auto", Map.of("heatSetpoint", raw("22", "celsius"), "coolSetpoint", raw("22.0", "celsius"))),
                Family.HVAC,
                HVAC);
    }

    /** What lies outside the declared bounds is told of them, not of the other setpoint. */
    @Test
    void boundsComeBeforeHeatAboveCool() {
        Map<String, RawQuantity> sent =
                Map.of("heatSetpoint", raw("36", "celsius"), "coolSetpoint", raw("22", "celsius"));
        assertThat(refused(hopeless("auto", sent), Family.HVAC, HVAC).details())
                .containsEntry("max", BigDecimal.valueOf(35));
    }

    @Test
    void shapeThatTheCommandDoesNotTakeNamesThoseThatItDoes() {
        for (Optional<String> start : List.of(Optional.<String>empty(), Optional.of("yesterday"))) {
            Refusal refusal = refused(
                    new PushRequest("idle", Optional.of(Map.of()), start, Optional.empty(), HOPELESS.onConflict()));
            assertThat(refusal.code()).isEqualTo(ErrorCode.EXECUTION_NOT_SUPPORTED);
            assertThat(refusal.details())
                    .isEqualTo(Map.of(
                            "requestedExecution",
                            start.isPresent() ? "scheduled" : "immediate",
                            "supportedExecution",
                            List.of("windowed")));
        }
    }

    @Test
    void timeComesBeforeStrategy() {
        Refusal refusal = refused(hopeless("charge", Map.of()));
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_TIME_WINDOW);
        assertThat(refusal.details()).containsEntry("reason", "unparseable");
    }

    @Test
    void strategyThatIsUnknownOrNotOfferedNamesThoseThatAre() {
        for (String strategy : List.of("hope", "queue_after")) {
            Refusal refusal = refused(new PushRequest(
                    "charge", Optional.empty(), Optional.of("30m"), Optional.empty(), Optional.of(strategy)));
            assertThat(refusal.code()).isEqualTo(ErrorCode.STRATEGY_NOT_SUPPORTED);
            assertThat(refusal.details()).isEqualTo(Map.of("supportedStrategies", List.of("cancel_and_replace")));
        }
    }

    @Test
    void whatPassesIsTypedAndMirrorsTheRequestToTheDigit() {
        Map<String, RawQuantity> sent = new LinkedHashMap<>();
        sent.put("power", raw("1.50", "kw"));
        sent.put("target", raw("80", "percent"));
        CheckedPush push = passed(
                new PushRequest(
                        "charge",
                        Optional.of(sent),
                        Optional.of("2026-06-01T22:00:00"),
                        Optional.of("2026-06-02T02:00:00+01:00"),
                        Optional.of("cancel_and_replace")),
                Family.BATTERY,
                BATTERY);
        assertThat(push.command()).isEqualTo(Command.CHARGE);
        assertThat(push.strategy()).contains(ConflictStrategy.CANCEL_AND_REPLACE);
        assertThat(push.timing())
                .isEqualTo(new Timing.Windowed(
                        Instant.parse("2026-06-01T21:00:00Z"), Instant.parse("2026-06-02T01:00:00Z")));
        Map<Parameter, Quantity> parameters = push.parameters().orElseThrow();
        assertThat(parameters.keySet()).containsExactly(Parameter.POWER, Parameter.TARGET);
        assertThat(parameters.get(Parameter.POWER).value().toPlainString()).isEqualTo("1.50");
        assertThat(parameters.get(Parameter.TARGET)).isEqualTo(Quantity.of(80, Unit.PERCENT));
    }

    @Test
    void noParametersAndEmptyParametersAreNotTheSame() {
        assertThat(passed(push("charge"), Family.BATTERY, BATTERY).parameters()).isEmpty();
        assertThat(passed(push("charge", Map.of()), Family.BATTERY, BATTERY).parameters())
                .contains(Map.of());
    }
}
