package energy.amps.connector.sandbox;

import static energy.amps.command.Parameter.POWER;
import static energy.amps.connector.sandbox.Rig.charge;
import static energy.amps.connector.sandbox.Rig.instruction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import energy.amps.command.Command;
import energy.amps.command.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for a battery whatever happens to it (contract section 11). */
class ProjectionProperties {

    private static final double SAME = 1e-6;

    /** Bounds closer to each other than this are one: the level may lie on either. Percent. */
    private static final double DUST = 1e-9;

    /** However often it is asked on the way, and wherever the projection is begun anew, it arrives at the same level. */
    @Property(tries = 60)
    void theAnswerIsTheSameHoweverOftenItIsAskedOnTheWay(
            @ForAll("lives") Life life, @ForAll("stops") List<Duration> stops) {
        Rig asked = begun();
        Rig untroubled = begun();
        for (Life.Event event : life.events()) {
            for (Duration stop : stops) {
                if (stop.compareTo(event.after()) < 0) {
                    Rig between = asked.twin().wait(stop);
                    between.reading();
                }
            }
            asked.wait(event.after());
            untroubled.wait(event.after());
            asked.reanchor();
            Life.happen(event.deed(), asked);
            Life.happen(event.deed(), untroubled);
        }
        for (Duration stop : stops) {
            asked.wait(stop).reanchor();
            untroubled.wait(stop);

            assertThat(asked.unrounded().level())
                    .isCloseTo(untroubled.unrounded().level(), within(SAME));
            assertThat(asked.unrounded().power())
                    .isCloseTo(untroubled.unrounded().power(), within(SAME));
        }
    }

    /** A write that lands anywhere inside a run of days leaves the rest of the run as it was. */
    @Property(tries = 60)
    void aProjectionBegunAnewAnywhereGoesOnAsBefore(
            @ForAll("lives") Life life, @ForAll("durations") Duration until, @ForAll("durations") Duration beyond) {
        Rig whole = begun();
        life.on(whole);
        Rig split = whole.twin().wait(until).reanchor().wait(beyond);
        whole.wait(until).wait(beyond);

        assertThat(split.unrounded().level()).isCloseTo(whole.unrounded().level(), within(SAME));
    }

    @Property(tries = 60)
    void aLevelBetweenFloorAndCeilingStaysThere(
            @ForAll("lives") Life life, @ForAll("durations") Duration later, @ForAll("durations") Duration muchLater) {
        Rig battery = begun();
        life.on(battery);
        // Whatever was on its way has arrived.
        battery.wait("PT9600H");
        Rig.Moment start = battery.unrounded();
        double floor = Math.min(start.plan().floor(), start.level());
        double ceiling = Math.max(start.plan().ceiling(), start.level());
        // A start outside the bounds is shown rounded, a bound itself never is.
        boolean inside = start.level() >= start.plan().floor()
                && start.level() <= start.plan().ceiling();
        double rounding = inside ? DUST : 0.0051;
        for (Duration each : List.of(later, muchLater)) {
            battery.wait(each);

            assertThat(battery.unrounded().level()).isBetween(floor - DUST, ceiling + DUST);
            assertThat(battery.level()).isBetween(floor - rounding, ceiling + rounding);
        }
    }

    /** The level moves by what the reported power brings in or takes out, and by nothing else. */
    @Property(tries = 60)
    void energyIsConserved(@ForAll("lives") Life life, @ForAll("durations") Duration settle) {
        Rig battery = begun();
        life.on(battery);
        battery.wait(settle);
        Instant begin = nextMinuteWithoutPendingOrder(battery);
        battery.goTo(begin.toString());
        double energy = 0;
        int step = 60;
        for (int second = 0; second < Duration.ofHours(30).toSeconds(); second += step) {
            energy += energy(battery, begin.plusSeconds(second), Duration.ofSeconds(step));
        }
        BatteryModel model = BatteryModel.FULL;
        double expected = battery.unrounded().level() + 100 * energy / model.capacity();

        assertThat(battery.wait("PT30H").unrounded().level()).isCloseTo(expected, within(1e-5));
    }

    /** From here on power begins on full minutes only, so that none hides between two of them. */
    private static Instant nextMinuteWithoutPendingOrder(Rig battery) {
        Instant quiet = MemoryReader.read(battery.state(), BatteryHardware::of)
                .pending()
                .map(Order::takesHold)
                .filter(battery.now()::isBefore)
                .orElse(battery.now());
        return quiet.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
    }

    /** Energy into the cells, kWh, by halving wherever the power changes until the piece no longer matters. */
    private static double energy(Rig battery, Instant from, Duration length) {
        double first = cells(battery.unroundedAt(from).power());
        double last = cells(battery.unroundedAt(from.plus(length)).power());
        if (first == last || length.toNanos() < 1_000) {
            return first * length.toNanos() / Duration.ofHours(1).toNanos();
        }
        Duration half = length.dividedBy(2);
        return energy(battery, from, half) + energy(battery, from.plus(half), length.minus(half));
    }

    private static double cells(double power) {
        double efficiency = BatteryModel.FULL.efficiency();
        return power > 0 ? power * efficiency : power / efficiency;
    }

    /** What is remembered of midnights is a short cut and nothing else: without it the last bit is the same. */
    @Property(tries = 40)
    void checkpointsNeverChangeAnAnswer(@ForAll("lives") Life life, @ForAll("durations") Duration later) {
        Rig battery = begun();
        life.on(battery);
        // A flow so small that no bound wipes out a difference.
        battery.wait("PT9600H").push(charge(POWER, 5)).wait("PT90M");
        battery.push(instruction(Command.AUTO_BALANCED, POWER, 0.05));
        Instant end = battery.now().plus(later.compareTo(Duration.ofDays(30)) > 0 ? Duration.ofDays(30) : later);
        Checkpoints warm = new Checkpoints();
        battery.unroundedAt(battery.now().plus(later.dividedBy(2)), warm);
        battery.unroundedAt(battery.now().plus(later.dividedBy(3)), warm);

        assertThat(battery.unroundedAt(end, warm)).isEqualTo(battery.unroundedAt(end, new Checkpoints(0)));
    }

    /** A read after so many days is what stepping through them comes to. */
    @Property(tries = 10)
    void aReadAfterAYearIsStepping(@ForAll("lives") Life life) {
        Rig asked = begun();
        life.on(asked);
        asked.reanchor();
        Rig stepping = asked.twin();
        for (int day = 0; day < 365; day++) {
            stepping.wait("PT24H").reanchor();
        }

        assertThat(asked.wait("PT8760H").unrounded().level())
                .isCloseTo(stepping.unrounded().level(), within(SAME));
    }

    @Property(tries = 60)
    void aStateIsWrittenAndReadBackWhole(@ForAll("lives") Life life) {
        Rig battery = begun();
        life.on(battery);
        Memory<Level> memory = MemoryReader.read(battery.state(), BatteryHardware::of);

        assertThat(MemoryCodec.encode(memory)).isEqualTo(battery.state());
        assertThat(MemoryReader.read(MemoryCodec.encode(memory), BatteryHardware::of))
                .isEqualTo(memory);
    }

    @Property(tries = 60)
    void whatIsShownIsAlwaysPossible(@ForAll("lives") Life life, @ForAll("durations") Duration later) {
        Rig battery = begun();
        life.on(battery);
        battery.wait(later);

        assertThat(battery.level()).isBetween(0.0, 100.0);
        assertThat(Math.abs(battery.chargeRate())).isLessThanOrEqualTo(5);
        assertThat(battery.battery().dischargeLimit().orElseThrow().percent())
                .isEqualTo(battery.unrounded().plan().settings().asDouble(Setting.SAFETY_RESERVE));
    }

    @Provide
    Arbitrary<Life> lives() {
        return Life.any();
    }

    @Provide
    Arbitrary<Duration> durations() {
        return Life.durations();
    }

    @Provide
    Arbitrary<List<Duration>> stops() {
        return Life.durations().list().ofMinSize(1).ofMaxSize(6);
    }

    /** A battery that is no longer on the untouched curve, which is a picture and jumps. */
    private static Rig begun() {
        return Rig.at("2026-06-02T12:34:56.789Z").reanchor();
    }
}
