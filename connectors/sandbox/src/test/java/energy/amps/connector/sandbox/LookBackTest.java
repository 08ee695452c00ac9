package energy.amps.connector.sandbox;

import static energy.amps.command.Parameter.POWER;
import static energy.amps.connector.sandbox.Rig.charge;
import static energy.amps.connector.sandbox.Rig.discharge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.connector.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a device did, looked back on. */
class LookBackTest {

    private static final Instant START = Instant.parse("2026-06-02T00:00:00Z");

    @Test
    void theDayBeforeTheFirstTouchIsTheUntouchedDay() {
        Rig battery = Rig.at("2026-06-02T12:00:00Z").push(charge(POWER, 2)).wait("PT1H");
        List<Sample> samples = battery.samples(edges(START, Duration.ofHours(1), 13));

        assertThat(samples.get(6).state()).containsEntry("level", 62.0).containsEntry("chargeRate", -0.8);
        assertThat(samples.get(6).energyOut().orElseThrow().kilowattHours()).isCloseTo(0.8, within(1e-6));
        assertThat(samples.get(12).state()).containsEntry("chargeRate", 2.0).containsEntry("level", 90.0);
    }

    /** Closed chapters are as good as what is remembered: what was read then is what history says now. */
    @Test
    void chaptersComeBackAsTheyWere() {
        Rig battery = Rig.at("2026-06-02T00:00:00Z");
        List<Double> read = new ArrayList<>();
        for (int hour = 0; hour < 60; hour++) {
            battery.push(
                    switch (hour % 3) {
                        case 0 -> charge(POWER, 1.5);
                        case 1 -> discharge(POWER, 1);
                        default -> Instruction.of(Command.AUTO_BALANCED);
                    });
            battery.wait("PT1H");
            read.add(battery.level());
        }
        List<Sample> samples = battery.samples(edges(START, Duration.ofHours(1), 60));

        assertThat(battery.chapters()).hasSizeGreaterThan(3);
        double before = 40;
        for (int hour = 0; hour < 60; hour++) {
            Sample sample = samples.get(hour);
            double in = sample.energyIn().orElseThrow().kilowattHours();
            double out = sample.energyOut().orElseThrow().kilowattHours();
            assertThat(sample.state().get("level")).as("hour %d", hour).isCloseTo(read.get(hour), within(0.011));
            assertThat(read.get(hour) - before)
                    .as("energy of hour %d", hour)
                    .isCloseTo((in * 0.95 - out / 0.95) / 10 * 100, within(0.03));
            before = read.get(hour);
        }
    }

    @Test
    void theHoursOfADayAddUpToTheDay() {
        for (String model : List.of(
                "Sandbox Battery 10",
                "Sandbox Charger 11",
                "Sandbox Heat Pump",
                "Sandbox Solar 4.6",
                "Sandbox Car 60")) {
            Rig device = Rig.of(model, Rig.AT_ONCE, "2026-06-03T00:00:00Z");
            Sample day = device.samples(edges(START, Duration.ofDays(1), 1)).getFirst();
            List<Sample> hours = device.samples(edges(START, Duration.ofMinutes(5), 288));

            assertThat(sum(hours, true)).as(model).isCloseTo(sum(List.of(day), true), within(0.001));
            assertThat(sum(hours, false)).as(model).isCloseTo(sum(List.of(day), false), within(0.001));
            assertThat(sum(hours, true) + sum(hours, false)).as(model).isPositive();
        }
    }

    private static double sum(List<Sample> samples, boolean in) {
        return samples.stream()
                .mapToDouble(sample -> (in ? sample.energyIn() : sample.energyOut())
                        .map(energy -> energy.kilowattHours())
                        .orElse(0.0))
                .sum();
    }

    private static List<Instant> edges(Instant from, Duration step, int intervals) {
        List<Instant> edges = new ArrayList<>();
        for (int i = 0; i <= intervals; i++) {
            edges.add(from.plus(step.multipliedBy(i)));
        }
        return edges;
    }
}
