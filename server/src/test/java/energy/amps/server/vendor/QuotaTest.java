package energy.amps.server.vendor;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import energy.amps.command.Command;
import energy.amps.connector.Account;
import energy.amps.connector.Budget;
import energy.amps.connector.Budget.Renewal;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Outcome;
import energy.amps.connector.StateChange;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.FaultCode;
import energy.amps.server.action.Action;
import energy.amps.server.action.Timeline;
import energy.amps.server.device.DeviceView;
import energy.amps.server.device.DeviceView.Source;
import energy.amps.server.device.Freshness;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Database;
import energy.amps.server.testing.House;
import energy.amps.server.testing.LiveHouse;
import energy.amps.server.testing.LiveVendor;
import energy.amps.server.testing.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a vendor allows is never overdrawn, by any number of nodes; and what that means for readers and for commands. */
class QuotaTest {
    private static final Duration HOUR = Duration.ofHours(1);

    /** Until calls of an hour's budget are back, whatever clocks and time limits make of it. */
    private static final Duration BACK = HOUR.plus(LiveVendor.CALL_TIMEOUT).plusSeconds(10);

    private LiveHouse house;
    private LiveVendor vendor;
    private DeviceId battery;
    private Sql sql;

    @BeforeEach
    void open() {
        vendor = new LiveVendor("tok");
        house = LiveHouse.open(vendor);
        battery = house.battery();
        sql = house.sql();
    }

    @AfterEach
    void close() {
        sql.close();
        house.close();
    }

    private static Budget hour(int calls, int forCommands) {
        return new Budget("hour", "household", calls, HOUR, Renewal.ROLLING, forCommands);
    }

    private DeviceView hurried() {
        return passed(house.platform.devices().read(house.caller, Family.BATTERY, battery, Freshness.EXPEDITE));
    }

    private Action push(Optional<String> start, Optional<String> end) {
        return passed(house.push(battery, start, end));
    }

    private Action action(Action action) {
        return passed(house.platform.actions().read(house.caller, action.id()));
    }

    private void settled(Action action) {
        eventually()
                .until(() -> action(action).state() == ActionState.COMPLETED
                        || action(action).state() == ActionState.FAILED);
    }

    /** Until the action has been put back because it may not go out. */
    private void withheld() {
        eventually().until(() -> sql.number("select count(*) from action where stage = 'ready'") == 1);
    }

    private LinkedDevice linked() {
        return new LinkedDevice(
                battery,
                Family.BATTERY,
                "m",
                Optional.empty(),
                new ConnectorState(1, "{}"),
                house.clock.instant(),
                Optional.of(new Account("household", "")),
                List.of());
    }

    private long spend(Quotas quotas, Errand errand, int times) {
        long passed = 0;
        for (int i = 0; i < times; i++) {
            passed += quotas.setAside(vendor, linked(), errand).isEmpty() ? 1 : 0;
        }
        return passed;
    }

    /** Two nodes, each with threads that all want the last call of two budgets. */
    @Test
    void nodesTogetherNeverSpendMoreThanABudgetHas() throws Exception {
        vendor.allow(hour(50, 20), new Budget("day", "household", 40, Duration.ofDays(1), Renewal.FIXED, 0));
        try (Database one = Database.open(House.address(house.postgres), house.meters);
                Database two = Database.open(House.address(house.postgres), house.meters);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> spent = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Quotas quotas = new Quotas(i % 2 == 0 ? one : two, house.clock);
                spent.add(threads.submit(() -> spend(quotas, Errand.READ, 10)));
            }
            long reads = 0;
            for (Future<Long> each : spent) {
                reads += each.get();
            }
            assertThat(reads).isEqualTo(30);
            Quotas quotas = new Quotas(one, house.clock);
            assertThat(spend(quotas, Errand.COMMAND, 20))
                    .as("two calls each, until the day is used up")
                    .isEqualTo(5);
            assertThat(quotas.standing(vendor, linked()))
                    .extracting(Quota::name, Quota::limit, Quota::remaining)
                    .containsExactly(tuple("hour", 50, 10), tuple("day", 40, 0));
        }
    }

    /** What one budget refuses is not taken from another. */
    @Test
    void allBudgetsOrNone() {
        vendor.allow(hour(50, 0), new Budget("minute", "household", 1, Duration.ofMinutes(1), Renewal.ROLLING, 0));
        try (Database database = Database.open(House.address(house.postgres), house.meters)) {
            Quotas quotas = new Quotas(database, house.clock);
            assertThat(spend(quotas, Errand.READ, 10)).isEqualTo(1);
            assertThat(quotas.standing(vendor, linked()).getFirst().remaining()).isEqualTo(49);
        }
    }

    @Test
    void rowsNameNoAccountAndGoWhenTheyCountNoMore() {
        vendor.allow(hour(50, 0));
        hurried();
        assertThat(sql.column("select row_to_json(q)::text from quota q"))
                .hasSize(1)
                .noneMatch(row -> row.contains("household"));
        house.clock.advance(HOUR.multipliedBy(2).plusMinutes(2));
        eventually().until(() -> sql.number("select count(*) from quota") == 0);
    }

    @Test
    void readersGetAFallbackWhenTheirsIsUsedUpAndSeeHowItStands() {
        vendor.allow(hour(6, 4));
        Instant first = house.clock.instant();
        for (int i = 0; i < 5; i++) {
            DeviceView view = hurried();
            assertThat(view.source()).as("read " + i).isEqualTo(i < 2 ? Source.LIVE : Source.FALLBACK);
            house.clock.advance(Duration.ofSeconds(61));
        }
        assertThat(vendor.reads()).hasSize(2);
        Quota quota = hurried().quota().orElseThrow().getFirst();
        assertThat(quota.remaining()).isEqualTo(4);
        assertThat(quota.resetsAt().orElseThrow()).isBetween(first.plus(HOUR), first.plus(BACK));
        DeviceId other = new DeviceId(sql.column("select id from device where id <> ?", battery.value())
                .getFirst());
        assertThat(refused(house.read(house.platform, other)).code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        assertThat(refused(house.read(house.platform, other)).details()).isEqualTo(Map.of("reason", "RATE_LIMITED"));
        house.clock.advance(BACK);
        assertThat(hurried().source()).isEqualTo(Source.LIVE);
    }

    @Test
    void commandTakesWhatIsKeptForIt() {
        vendor.allow(hour(4, 2));
        hurried();
        house.clock.advance(Duration.ofSeconds(61));
        hurried();
        house.clock.advance(Duration.ofSeconds(61));
        assertThat(hurried().source()).isEqualTo(Source.FALLBACK);
        Action push = push(Optional.empty(), Optional.empty());
        settled(push);
        assertThat(action(push).state()).isEqualTo(ActionState.COMPLETED);
        assertThat(vendor.writes()).hasSize(1);
    }

    @Test
    void commandWithoutQuotaWaitsUnsentAndGoesOutWhenItIsBack() {
        vendor.allow(new Budget("minute", "household", 3, Duration.ofMinutes(1), Renewal.ROLLING, 2));
        settled(push(Optional.empty(), Optional.empty()));
        Action push = push(Optional.empty(), Optional.empty());
        withheld();
        assertThat(action(push).state()).isEqualTo(ActionState.ACKNOWLEDGED);
        assertThat(vendor.writes()).hasSize(1);
        assertThat(calls(push)).containsExactly("withheld RATE_LIMITED");
        house.clock.advance(Duration.ofMinutes(2));
        settled(push);
        assertThat(action(push).state()).isEqualTo(ActionState.COMPLETED);
        assertThat(vendor.writes()).hasSize(2);
        assertThat(calls(push)).containsExactly("withheld RATE_LIMITED", "accepted");
    }

    /** What the timeline tells of the command's calls. */
    private List<String> calls(Action action) {
        return passed(house.platform.timelines().read(house.caller, action.id())).items().stream()
                .filter(item -> item.type() == Timeline.Type.CALL)
                .map(item -> (item.outcome().orElse("") + " " + item.errorCode().orElse("")).strip())
                .toList();
    }

    @Test
    void commandWhoseTimeGoesByMeanwhileIsMissedAndNothingIsSent() {
        vendor.allow(hour(3, 2));
        settled(push(Optional.empty(), Optional.empty()));
        Action push = push(Optional.empty(), Optional.empty());
        withheld();
        house.clock.advance(Duration.ofMinutes(5).plusMillis(1));
        settled(push);
        assertThat(action(push).errorCode()).contains(FaultCode.MISSED_WINDOW);
        assertThat(action(push).errorMessage().orElseThrow()).contains("RATE_LIMITED");
        assertThat(vendor.writes()).hasSize(1);
    }

    @Test
    void windowOpensLateWithinItsEndOrIsMissed() {
        vendor.allow(hour(3, 2));
        settled(push(Optional.empty(), Optional.empty()));
        Action missed = push(Optional.of("1m"), Optional.of("2026-06-01T12:30:00Z"));
        house.clock.advance(Duration.ofMinutes(1));
        withheld();
        house.clock.advance(Duration.ofMinutes(29));
        settled(missed);
        assertThat(action(missed).errorCode()).contains(FaultCode.MISSED_WINDOW);
        Action late = push(Optional.of("1m"), Optional.of("2026-06-01T18:00:00Z"));
        house.clock.advance(Duration.ofMinutes(1));
        withheld();
        house.clock.advance(Duration.ofMinutes(40));
        eventually().until(() -> sql.column("select stage from action").contains("open"));
        assertThat(action(late).end()).contains(Instant.parse("2026-06-01T18:00:00Z"));
        assertThat(vendor.writes()).hasSize(2);
    }

    /** A device goes back to the mode before the first window, however often its heir could not be sent. */
    @Test
    void heirThatWaitsForQuotaStillOwesThePriorMode() {
        Action first = push(Optional.of("1m"), Optional.of("2026-06-01T13:00:00Z"));
        house.clock.advance(Duration.ofMinutes(1));
        eventually().until(() -> sql.column("select stage from action").contains("open"));
        vendor.allow(new Budget("none", "household", 1, HOUR, Renewal.ROLLING, 0));
        house.clock.advance(Duration.ofMinutes(59));
        eventually().until(() -> sql.column("select stage from action").contains("return_waiting"));
        Action heir = push(Optional.of(house.clock.instant().toString()), Optional.of("2026-06-01T20:00:00Z"));
        eventually().until(() -> action(first).state() == ActionState.COMPLETED);
        withheld();
        assertThat(sql.column(
                        "select prior_command || owes_prior from action where id = ?",
                        heir.id().value()))
                .containsExactly("idletrue");
        vendor.allow();
        house.clock.advance(BACK);
        eventually().until(() -> sql.column("select stage from action").contains("open"));
        assertThat(sql.column(
                        "select prior_command from action where id = ?",
                        heir.id().value()))
                .containsExactly(Command.IDLE.wire());
    }

    @Test
    void returnWaitsForQuotaAndHolds() {
        Action window = push(Optional.of("1m"), Optional.of("2026-06-01T13:00:00Z"));
        house.clock.advance(Duration.ofMinutes(1));
        eventually().until(() -> sql.column("select stage from action").contains("open"));
        vendor.allow(new Budget("none", "household", 1, HOUR, Renewal.ROLLING, 0));
        house.clock.advance(Duration.ofMinutes(59));
        eventually().until(() -> sql.column("select stage from action").contains("return_waiting"));
        assertThat(vendor.writes()).hasSize(1);
        vendor.allow();
        house.clock.advance(Duration.ofMinutes(6));
        settled(window);
        assertThat(action(window).state()).isEqualTo(ActionState.COMPLETED);
        assertThat(vendor.writes()).hasSize(2);
    }

    /** The platform's own looks give way to readers; the outcome stays unknown until they may look again. */
    @Test
    void lookThatGivesWayIsMadeLater() {
        vendor.allow(hour(9, 4));
        vendor.treat(device -> new Outcome.Unknown(FaultCode.TIMEOUT, "No answer.", StateChange.none()));
        for (int i = 0; i < 4; i++) {
            hurried();
            house.clock.advance(Duration.ofSeconds(61));
        }
        Action push = push(Optional.empty(), Optional.empty());
        eventually().until(() -> sql.column("select stage from action").contains("unsettled"));
        int reads = vendor.reads().size();
        house.clock.advance(LiveVendor.CALL_TIMEOUT.plus(LiveVendor.SETTLE_TIME).plusSeconds(1));
        eventually()
                .until(() -> house.meters
                                .counter("amps.vendor.withheld", "vendor", LiveVendor.NAME, "reason", "quota")
                                .count()
                        > 0);
        assertThat(vendor.reads()).hasSize(reads);
        assertThat(action(push).state()).isEqualTo(ActionState.ACKNOWLEDGED);
    }
}
