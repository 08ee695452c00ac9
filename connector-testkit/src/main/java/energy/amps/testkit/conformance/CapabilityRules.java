package energy.amps.testkit.conformance;

import energy.amps.check.Checked;
import energy.amps.check.SettingsCheck;
import energy.amps.command.Execution;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.device.Capabilities;
import energy.amps.device.Family;
import energy.amps.device.ParameterCapability;
import energy.amps.device.SettingCapability;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Capabilities: of the vocabulary, and such that the platform's check agrees with them. */
final class CapabilityRules {
    private static final Map<Setting, SettingCapability.Writable> WIDEST = Map.of(
            Setting.SAFETY_RESERVE, within(Unit.PERCENT, 100),
            Setting.DISCHARGE_FLOOR, within(Unit.PERCENT, 100),
            Setting.CHARGE_CEILING, within(Unit.PERCENT, 100),
            Setting.EXPORT_LIMIT, new SettingCapability.Writable(Unit.WATTS, BigDecimal.ZERO, Optional.empty()),
            Setting.MAX_CHARGE_RATE, within(Unit.AMPS, 1000),
            Setting.MAX_DISCHARGE_RATE, within(Unit.AMPS, 1000));
    private static final SettingCapability.Writable OF_CHARGERS = within(Unit.KW, 50);

    private CapabilityRules() {}

    private static SettingCapability.Writable within(Unit unit, long max) {
        return new SettingCapability.Writable(unit, BigDecimal.ZERO, Optional.of(BigDecimal.valueOf(max)));
    }

    static Check check(Scene.Actor actor) {
        return new Check(Rule.CAPABILITIES, actor.title(), actor.place(), (trial, device) -> {
            Capabilities capabilities = trial.capabilities(device);
            Family family = device.found().family();
            commands(family, capabilities);
            settings(family, capabilities);
            trial.pass(Duration.ofDays(1));
            Broken.unless(
                    capabilities.equals(trial.capabilities(device)),
                    Rule.CAPABILITIES,
                    "capabilities change from day to day, and nothing was told to " + device.title());
        });
    }

    private static void commands(Family family, Capabilities capabilities) {
        Broken.unless(
                family.commands().containsAll(capabilities.commands().keySet()),
                Rule.CAPABILITIES,
                "a " + family.wire() + " knows " + family.commands() + " and declares "
                        + capabilities.commands().keySet());
        Broken.unless(
                capabilities.commandPath() || capabilities.commands().isEmpty(),
                Rule.CAPABILITIES,
                "commands are declared, and no way to send them");
        capabilities.commands().forEach((command, capability) -> {
            Broken.unless(
                    capability.parameters().keySet().containsAll(command.required()),
                    Rule.CAPABILITIES,
                    command.wire() + " needs " + command.required() + " and declares "
                            + capability.parameters().keySet());
            capability.parameters().forEach((parameter, bounds) -> bounds(family, parameter, bounds));
            Execution shape = capability.execution().iterator().next();
            for (Instruction instruction : Bounds.of(command, capability)) {
                Broken.unless(
                        Bounds.passes(instruction, shape, family, capabilities),
                        Rule.CAPABILITIES,
                        "the platform refuses what is declared: " + Wording.of(instruction));
            }
            for (Instruction instruction : Bounds.outside(command, capability)) {
                Broken.unless(
                        !Bounds.passes(instruction, shape, family, capabilities),
                        Rule.CAPABILITIES,
                        "the platform lets through what is not declared: " + Wording.of(instruction));
            }
        });
    }

    private static void bounds(Family family, Parameter parameter, ParameterCapability bounds) {
        String what = parameter.wire() + " from " + bounds.min() + " to " + bounds.max() + " "
                + bounds.unit().wire();
        Broken.unless(bounds.min().compareTo(bounds.max()) <= 0, Rule.CAPABILITIES, what + " is no range");
        Set<Unit> units =
                switch (parameter) {
                    case POWER -> Set.of(Unit.KW, Unit.WATTS);
                    case RESERVE -> Set.of(Unit.PERCENT);
                    case TARGET -> family == Family.HVAC ? Set.of(Unit.CELSIUS, Unit.FAHRENHEIT) : Set.of(Unit.PERCENT);
                    case HEAT_SETPOINT, COOL_SETPOINT -> Set.of(Unit.CELSIUS, Unit.FAHRENHEIT);
                };
        Broken.unless(units.contains(bounds.unit()), Rule.CAPABILITIES, what + ": the unit is one of " + units);
        if (bounds.unit() == Unit.PERCENT) {
            Broken.unless(
                    bounds.min().signum() >= 0 && bounds.max().compareTo(BigDecimal.valueOf(100)) <= 0,
                    Rule.CAPABILITIES,
                    what + ": a percentage lies within 0 and 100");
        }
        Broken.unless(
                parameter != Parameter.POWER || bounds.min().signum() >= 0,
                Rule.CAPABILITIES,
                what + ": power is never negative, whatever the direction");
    }

    private static void settings(Family family, Capabilities capabilities) {
        Broken.unless(
                family.hasSettings() || capabilities.settings().isEmpty(),
                Rule.CAPABILITIES,
                "a " + family.wire() + " has no settings");
        Bounds.ofSettings(capabilities)
                .forEach(write -> Broken.unless(
                        SettingsCheck.check(Bounds.request(write), capabilities) instanceof Checked.Passed<?>,
                        Rule.CAPABILITIES,
                        "the platform refuses what is declared: " + Wording.of(write)));
        Bounds.writable(capabilities).forEach((setting, bounds) -> {
            setting(family, setting, bounds);
            Bounds.outside(setting, bounds)
                    .forEach(write -> Broken.unless(
                            SettingsCheck.check(write, capabilities) instanceof Checked.Refused<?>,
                            Rule.CAPABILITIES,
                            "the platform lets through what is not declared: " + write));
        });
    }

    private static void setting(Family family, Setting setting, SettingCapability.Writable bounds) {
        SettingCapability.Writable widest =
                family == Family.EV_CHARGER && setting == Setting.MAX_CHARGE_RATE ? OF_CHARGERS : WIDEST.get(setting);
        Broken.unless(
                widest != null
                        && bounds.unit() == widest.unit()
                        && bounds.min().compareTo(widest.min()) >= 0
                        && bounds.max()
                                .map(max -> max.compareTo(bounds.min()) >= 0)
                                .orElse(true)
                        && widest.max()
                                .map(most -> bounds.max().isPresent()
                                        && bounds.max().get().compareTo(most) <= 0)
                                .orElse(true),
                Rule.CAPABILITIES,
                setting.wire() + " is declared as " + bounds + ", and may at most be " + widest);
    }
}
