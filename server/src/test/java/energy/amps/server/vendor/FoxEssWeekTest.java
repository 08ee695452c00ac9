package energy.amps.server.vendor;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.PushRequest;
import energy.amps.connector.CredentialForm;
import energy.amps.connector.Credentials;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.Secret;
import energy.amps.connector.foxess.UnpacedFoxEss;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.Platform;
import energy.amps.server.action.Action;
import energy.amps.server.device.Connectors;
import energy.amps.server.device.DeviceView;
import energy.amps.server.device.Freshness;
import energy.amps.server.link.LinkRequest;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Caller;
import energy.amps.server.testing.House;
import energy.amps.server.testing.SettableClock;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import energy.amps.standin.foxess.Errno;
import energy.amps.standin.foxess.FoxEssStandIn;
import energy.amps.standin.foxess.Hardware;
import energy.amps.standin.foxess.Received;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A week of an inverter of the real connector before a cloud that counts as the vendor does, at a node's whole machinery: readers who
 * want more than there is, the platform's own looks, and commands. The connector goes without the pauses that the vendor wants.
 */
class FoxEssWeekTest {
    private static final String KEY = "the-owners-key";
    private static final int VENDORS_DAY = 1440;
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final Duration STEP = Duration.ofMinutes(5);

    /** Then they stay away, and the platform looks by itself. */
    private static final int DAYS_OF_READERS = 5;

    private static final int STEPS_A_DAY = (int) Duration.ofDays(1).dividedBy(STEP);

    /** What is told on a day, by the hour: windows are pushed ahead. */
    private static final Map<Integer, Order> DAY = Map.of(
            1, new Order("charge", OptionalLong.of(1), 4),
            6, new Order("auto.balanced", OptionalLong.empty(), 0),
            11, new Order("charge", OptionalLong.empty(), 0),
            16, new Order("discharge", OptionalLong.of(1), 2),
            20, new Order("idle", OptionalLong.empty(), 0),
            22, new Order("auto.export", OptionalLong.empty(), 0));

    private final SettableClock clock = new SettableClock(House.START);
    private final TestDatabase postgres = House.database();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<DeviceView.Source, Integer> reads = new EnumMap<>(DeviceView.Source.class);
    private final List<Action> pushed = new ArrayList<>();
    private FoxEssStandIn cloud;
    private Platform platform;
    private Caller caller;
    private DeviceId battery;
    private Sql sql;

    /**
     * A command of the day.
     *
     * @param ahead in how many hours its window begins; empty for a command without one
     * @param hours how long that is
     */
    private record Order(String command, OptionalLong ahead, long hours) {
        Optional<Instant> start(Instant now) {
            return ahead.isPresent() ? Optional.of(now.plus(Duration.ofHours(ahead.getAsLong()))) : Optional.empty();
        }
    }

    @BeforeEach
    void open() {
        cloud = FoxEssStandIn.start(0, clock);
        cloud.add(KEY, Hardware.hybrid("60KE8020479C034", LONDON));
        platform = House.node(postgres, clock, new Connectors(List.of(UnpacedFoxEss.open(cloud.url()))), meters);
        platform.start();
        Tenant tenant = new Tenant(platform.customers().create("week", true), Environment.LIVE);
        caller = new Caller(tenant, new KeyId("key_test"), new Caller.Scope.Everyone());
        battery = link();
        sql = Sql.on(postgres);
    }

    @AfterEach
    void close() {
        sql.close();
        platform.close();
        cloud.close();
    }

    private DeviceId link() {
        return passed(platform.links()
                        .start(
                                caller,
                                new LinkRequest(
                                        "foxess",
                                        new LinkRequest.Sent(
                                                CredentialForm.API_KEY.wire(),
                                                Optional.of(new Credentials.ApiKey(new Secret(KEY)))),
                                        Optional.of("grace@example.com"),
                                        LinkRequest.Wanted.all(Optional.of(LONDON))),
                                Keep.nothing()))
                .devices()
                .getFirst()
                .id()
                .orElseThrow();
    }

    @Test
    void noDayHasMoreCallsThanTheVendorAllowsAndEveryCommandGoesOutAtOnce() {
        for (int step = 0; step < 7 * STEPS_A_DAY; step++) {
            clock.advance(STEP);
            carriedOut();
            if (step % (STEPS_A_DAY / 24) == 0) {
                Optional.ofNullable(DAY.get(step / (STEPS_A_DAY / 24) % 24)).ifPresent(this::push);
            }
            if (step < DAYS_OF_READERS * STEPS_A_DAY) {
                reads.merge(read().source(), 1, Integer::sum);
            }
            platform.looks().runDue();
            assertThat(cloud.received()).extracting(Received::errno).doesNotContain(Errno.QUOTA_GONE);
        }
        assertThat(cloud.callsByDay(KEY)).hasSize(8).allMatch(calls -> calls <= VENDORS_DAY);
        assertThat(pushed).hasSize(7 * DAY.size()).allSatisfy(this::wentOutAtOnce);
        assertThat(reads.get(DeviceView.Source.LIVE)).isGreaterThan(DAYS_OF_READERS * 100);
        assertThat(reads.get(DeviceView.Source.FALLBACK))
                .as("readers want more than there is")
                .isPositive();
        assertThat(meters.counter("amps.looks", "vendor", "foxess", "outcome", "read")
                        .count())
                .as("looks, once the readers have left them something")
                .isGreaterThan(50);
    }

    /** Until the node has done whatever is due by now. */
    private void carriedOut() {
        eventually()
                .until(() -> sql.number(
                                "select count(*) from due where due_at <= ?::timestamptz",
                                clock.instant().toString())
                        == 0);
    }

    private DeviceView read() {
        return passed(platform.devices().read(caller, Family.BATTERY, battery, Freshness.EXPEDITE));
    }

    private void push(Order order) {
        Optional<Instant> start = order.start(clock.instant());
        Optional<Instant> end = start.map(from -> from.plus(Duration.ofHours(order.hours())));
        pushed.add(passed(platform.pushes()
                .accept(
                        caller,
                        Family.BATTERY,
                        battery,
                        new PushRequest(
                                order.command(),
                                Optional.empty(),
                                start.map(Instant::toString),
                                end.map(Instant::toString),
                                Optional.empty()),
                        SandboxControls.NONE,
                        Keep.nothing())));
        carriedOut();
    }

    /** At the instant at which it was to begin, and as the window ended, with the clock standing. */
    private void wentOutAtOnce(Action push) {
        Action action = passed(platform.actions().read(caller, push.id()));
        assertThat(action.state()).as(action.toString()).isEqualTo(ActionState.COMPLETED);
        Instant due = action.start().orElse(action.createdAt());
        assertThat(action.acknowledgedAt()).as(action.toString()).contains(due);
        assertThat(action.completedAt())
                .as(action.toString())
                .contains(action.end().orElse(due));
    }
}
