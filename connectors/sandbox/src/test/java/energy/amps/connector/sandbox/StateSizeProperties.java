package energy.amps.connector.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Attempt;
import energy.amps.connector.Chapter;
import energy.amps.connector.SandboxControls;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * A state and a chapter have at most 16 KiB, however long a life is and however many digits are sent; {@link Rig} looks at each on
 * its way. Every parameter and every setting is written with more digits than any device keeps.
 */
class StateSizeProperties {

    @Property(tries = 10)
    void aBatterysStateStaysSmall(@ForAll("numbers") List<BigDecimal> numbers) {
        Rig battery = Rig.at("2026-06-02T12:00:00.123456789Z");
        for (BigDecimal number : numbers) {
            Map<Setting, Quantity> settings = new EnumMap<>(Setting.class);
            for (Setting setting : Setting.values()) {
                if (setting != Setting.SCHEDULER_ENABLED) {
                    settings.put(setting, new Quantity(number, Unit.PERCENT));
                }
            }
            live(battery.set(settings), Command.CHARGE, number, Parameter.TARGET, Parameter.POWER, Parameter.RESERVE);
        }
        assertChaptersFollowEachOther(battery);
    }

    @Property(tries = 10)
    void aChargersStateStaysSmall(@ForAll("numbers") List<BigDecimal> numbers) {
        Rig charger = Rig.of("Sandbox Charger 11", Rig.AT_ONCE, "2026-06-02T12:00:00.123456789Z");
        for (BigDecimal number : numbers) {
            live(
                    charger.set(Map.of(Setting.MAX_CHARGE_RATE, new Quantity(number, Unit.KW))),
                    Command.CHARGE,
                    number,
                    Parameter.POWER,
                    Parameter.TARGET);
        }
        assertChaptersFollowEachOther(charger);
    }

    @Property(tries = 10)
    void aHeatPumpsStateStaysSmall(@ForAll("numbers") List<BigDecimal> numbers) {
        Rig pump = Rig.of("Sandbox Heat Pump", Rig.AT_ONCE, "2026-06-02T12:00:00.123456789Z");
        for (BigDecimal number : numbers) {
            live(pump, Command.AUTO, number, Parameter.HEAT_SETPOINT, Parameter.COOL_SETPOINT);
        }
        assertChaptersFollowEachOther(pump);
    }

    private static void live(Rig device, Command command, BigDecimal number, Parameter... parameters) {
        Map<Parameter, Quantity> values = new EnumMap<>(Parameter.class);
        for (Parameter parameter : parameters) {
            values.put(parameter, new Quantity(number, Unit.FAHRENHEIT));
        }
        device.wait("PT37M0.987654321S")
                .apply(
                        new Instruction(command, values),
                        device.attempt(Attempt.Purpose.APPLY, 1, SandboxControls.NONE));
    }

    /** No gap, no overlap, and the journal goes on where the last of them ends. */
    private static void assertChaptersFollowEachOther(Rig device) {
        List<Chapter> chapters = device.chapters();
        assertThat(chapters).hasSizeGreaterThan(2);
        for (int i = 1; i < chapters.size(); i++) {
            assertThat(chapters.get(i).from()).isEqualTo(chapters.get(i - 1).to());
        }
        assertThat(device.state().text())
                .contains("journal=" + chapters.getLast().to());
    }

    @Provide
    Arbitrary<List<BigDecimal>> numbers() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ONE, BigDecimal.TEN)
                .ofScale(30)
                .list()
                .ofMinSize(120)
                .ofMaxSize(150);
    }
}
