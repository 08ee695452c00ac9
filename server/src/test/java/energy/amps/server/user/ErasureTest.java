package energy.amps.server.user;

import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.PushRequest;
import energy.amps.command.Command;
import energy.amps.connector.CredentialForm;
import energy.amps.connector.Credentials;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.Secret;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.server.action.Action;
import energy.amps.server.event.Feed;
import energy.amps.server.link.Link;
import energy.amps.server.link.LinkRequest;
import energy.amps.server.link.LinkRequest.Choice;
import energy.amps.server.link.LinkRequest.Wanted;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Keep;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Receiver;
import energy.amps.server.testing.Sql;
import energy.amps.server.webhook.Endpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What erasing leaves behind: nothing, in any table there is, but what contract section 10 says. */
class ErasureTest {
    private static final String ADA = "grace@example.com";

    private House house;
    private Sql sql;

    @BeforeEach
    void open() {
        house = House.open();
        sql = Sql.on(house.postgres);
    }

    @AfterEach
    void close() {
        sql.close();
        house.close();
    }

    private Link link(String username, String reference, Choice choice) {
        return passed(house.platform
                .links()
                .start(
                        house.caller,
                        new LinkRequest(
                                "sandbox",
                                new LinkRequest.Sent(
                                        CredentialForm.USERNAME_PASSWORD.wire(),
                                        Optional.of(new Credentials.UsernamePassword(username, new Secret("secret")))),
                                Optional.of(reference),
                                new Wanted(Optional.of(Family.BATTERY), choice, Wanted.MOST, Optional.empty())),
                        Keep.nothing()));
    }

    private static DeviceId first(Link link) {
        return link.devices().getFirst().id().orElseThrow();
    }

    private Action push(DeviceId device, Optional<String> start, Optional<String> end) {
        return passed(house.platform
                .pushes()
                .accept(
                        house.caller,
                        Family.BATTERY,
                        device,
                        new PushRequest("charge", Optional.empty(), start, end, Optional.of("queue_after")),
                        SandboxControls.NONE,
                        Keep.nothing()));
    }

    private void settled() {
        House.eventually().until(() -> sql.number("select count(*) from job where kind <> 'link'") == 0);
    }

    @Test
    void nothingOfTheUserIsLeftInAnyTable() {
        Link link = link("grace@home", ADA, Choice.ALL);
        link("other@home", ADA, Choice.ASK);
        link("mfa@home", ADA, Choice.ALL);
        DeviceId device = first(link);
        push(device, Optional.empty(), Optional.empty());
        House.eventually().until(() -> sql.number("select count(*) from event where type = 'push.completed'") == 1);
        push(device, Optional.of("2026-06-01T20:00:00Z"), Optional.of("2026-06-01T21:00:00Z"));
        sql.run("""
                insert into telemetry
                select customer_id, environment, id, '2026-06-01T12:00:00Z', '2026-06-01T12:00:00Z', '{}' from device
                """);
        sql.run("""
                insert into idempotency
                select customer_id, environment, sha256(id::bytea), sha256(''), 't', now(), now(), 202, '{"deviceId":"' || id || '"}'
                from device
                """);
        sql.run("""
                insert into audit
                select customer_id, environment, 'audit_' || md5(id), now(), 'platform', null, 'device.timezone_changed', id, '{}'
                from device
                """);
        sql.run("""
                insert into station (customer_id, environment, device_id, vendor, token_hash, created_at)
                select customer_id, environment, id, vendor, sha256(id::bytea), created_at from device
                """);
        sql.run("""
                insert into station_call (customer_id, environment, id, device_id, node, question, expires_at)
                select customer_id, environment, 'call_' || md5(id), id, 'n', '', now() from device
                """);
        List<String> marks =
                new ArrayList<>(List.of(link.user().value(), ADA, link.id().value()));
        link.devices().forEach(each -> marks.add(each.id().orElseThrow().value()));
        marks.forEach(mark -> assertThat(Traces.of(sql, mark)).as(mark).isNotEmpty());
        List<String> before = events();

        passed(house.platform.erasure().erase(house.caller, ADA, Keep.nothing()));
        settled();

        marks.forEach(mark -> assertThat(Traces.of(sql, mark)).as(mark).isEmpty());
        assertThat(events())
                .containsAll(before)
                .hasSize(before.size() + link.devices().size());
        assertThat(sql.number("select count(*) from event where data is null"))
                .as("events that keep position, type and instant alone")
                .isEqualTo(2L * link.devices().size() + 2);
        assertThat(sql.number("select count(*) from device"))
                .as("the house's own")
                .isEqualTo(house.devices.size());
        assertThat(sql.number("select count(*) from action")).isZero();
        assertThat(sql.column("select subject from audit where subject like 'erased_%'"))
                .contains(house.platform
                        .pseudonyms()
                        .of(link.devices().getFirst().id().orElseThrow().value()))
                .hasSize(link.devices().size());
        for (String table : List.of("telemetry", "idempotency", "station")) {
            assertThat(sql.number("select count(*) from " + table)).as(table).isEqualTo(house.devices.size());
        }
    }

    /** What section 10 lets an event keep. */
    private List<String> events() {
        return sql.column("select id || ' ' || type || ' ' || occurred_at from event order by id");
    }

    /** Nothing goes before whoever listens has heard; then what it said goes too: receivers repeat what they get. */
    @Test
    void whoListensHearsOfItBeforeEverythingGoes() {
        Link link = link("grace@home", ADA, Choice.ALL);
        String user = link.user().value();
        AtomicBoolean hears = new AtomicBoolean();
        try (Receiver receiver = new Receiver()) {
            receiver.answers("/", exchange -> {
                byte[] said = ("not for " + user).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(hears.get() ? 200 : 503, said.length);
                exchange.getResponseBody().write(said);
            });
            Endpoint.Draft draft = new Endpoint.Draft(
                    receiver.url("/"),
                    "",
                    Optional.of(List.of("device.disconnected")),
                    Map.of(),
                    OptionalInt.empty(),
                    true);
            passed(house.platform.webhooks().endpoints().create(house.tenant, draft, Keep.nothing()));
            passed(house.platform.erasure().erase(house.caller, ADA, Keep.nothing()));
            House.eventually()
                    .until(() -> sql.number("select count(*) from webhook_attempt where type = 'device.disconnected'")
                            == link.devices().size());
            house.clock.advance(Erasure.PAUSE);
            house.platform.jobs().runDue();
            assertThat(sql.number("select count(*) from event where data is null"))
                    .isZero();
            assertThat(Traces.of(sql, user)).anyMatch(trace -> trace.startsWith("webhook_attempt"));

            hears.set(true);
            House.eventually().pollInterval(Duration.ofMillis(100)).until(() -> {
                house.clock.advance(Erasure.PAUSE);
                return sql.number("select count(*) from job where kind <> 'link'") == 0;
            });
            assertThat(receiver.got("/").stream().map(Receiver.Got::id).distinct())
                    .hasSize(link.devices().size());
        }
        assertThat(Traces.of(sql, user)).isEmpty();
        assertThat(sql.number("select count(*) from delivery")).isZero();
        assertThat(passed(house.platform.feed().read(house.tenant, OptionalLong.empty(), Feed.MOST)).events().stream()
                        .filter(event -> event.data().isEmpty()))
                .as("they keep their places")
                .hasSize(2 * link.devices().size());
    }

    @Test
    void openWindowIsReturnedBeforeItsDeviceGoes() {
        Link link = link("grace@home", ADA, Choice.ALL);
        DeviceId device = first(link);
        push(device, Optional.of("1m"), Optional.of("2026-06-01T13:00:00Z"));
        house.clock.advance(Duration.ofMinutes(2));
        House.eventually().until(() -> sql.column("select stage from action").contains("open"));

        passed(house.platform.erasure().unlink(house.caller, Family.BATTERY, device, Keep.nothing()));
        House.eventually().until(() -> {
            // Time does not pass by itself, and a job that has to wait looks again after a second of it.
            house.clock.advance(Erasure.PAUSE);
            return sql.number("select count(*) from job where kind <> 'link'") == 0;
        });
        assertThat(sql.column("select type from event where data is null order by sequence"))
                .containsExactly("device.connected", "push.verified", "push.completed", "device.disconnected");
    }

    @Test
    void deviceIsNotFoundFromTheMomentItIsUnlinkedAndItsNeighboursAre() {
        Link link = link("grace@home", ADA, Choice.ALL);
        DeviceId device = first(link);
        assertThat(passed(house.platform.erasure().unlink(house.caller, Family.BATTERY, device, Keep.nothing()))
                        .id())
                .isEqualTo(device.value());
        assertThat(refused(house.platform.devices().read(house.caller, Family.BATTERY, device))
                        .code())
                .isEqualTo(ErrorCode.DEVICE_NOT_FOUND);
        settled();
        assertThat(Traces.of(sql, device.value())).isEmpty();
        passed(house.platform
                .devices()
                .read(
                        house.caller,
                        Family.BATTERY,
                        link.devices().getLast().id().orElseThrow()));
        assertThat(passed(house.platform.links().read(house.caller, link.id())).devices())
                .hasSize(link.devices().size() - 1);
    }

    @Test
    void accountGoesWithItsLastDevice() {
        Link link = link("grace@home", ADA, Choice.ALL);
        for (Link.Device device : link.devices()) {
            passed(house.platform
                    .erasure()
                    .unlink(house.caller, Family.BATTERY, device.id().orElseThrow(), Keep.nothing()));
        }
        settled();
        assertThat(sql.number(
                        "select count(*) from account where user_id = ?",
                        link.user().value()))
                .isZero();
    }

    /** A device that never comes to rest holds nothing up for longer than an hour. */
    @Test
    void afterAnHourItGoesOnRegardless() {
        Link link = link("grace@home", ADA, Choice.ALL);
        DeviceId device = first(link);
        sql.run("""
                insert into due (customer_id, environment, kind, ref, device_id, due_at, lease_owner, lease_token)
                select customer_id, environment, 'action', 'act_stuck', id, now() + interval '10 years', null, 0
                from device where id = '%s'
                """.formatted(device.value()));
        passed(house.platform.erasure().unlink(house.caller, Family.BATTERY, device, Keep.nothing()));
        house.clock.advance(Erasure.RETURNS.minus(Duration.ofSeconds(1)));
        house.platform.jobs().runDue();
        assertThat(Traces.of(sql, device.value())).isNotEmpty();
        house.clock.advance(Duration.ofMinutes(2));
        settled();
        assertThat(Traces.of(sql, device.value())).isEmpty();
    }

    @Test
    void anotherNodeFinishesWhatADeadOneHadBegun() {
        Link link = link("grace@home", ADA, Choice.ALL);
        push(first(link), Optional.of("2026-06-01T20:00:00Z"), Optional.empty());
        passed(house.platform.erasure().erase(house.caller, ADA, Keep.nothing()));
        house.restartAfter(Duration.ofMinutes(2));
        settled();
        assertThat(Traces.of(sql, link.user().value())).isEmpty();
    }

    @Test
    void erasedReferenceIsFreeAtOnceAndNamesSomebodyNew() {
        Link link = link("grace@home", ADA, Choice.ALL);
        passed(house.platform.erasure().erase(house.caller, link.user().value(), Keep.nothing()));
        assertThat(refused(house.platform.users().read(house.caller, ADA)).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        Link again = link("grace@home", ADA, Choice.ALL);
        assertThat(again.user()).isNotEqualTo(link.user());
        assertThat(first(again)).isNotEqualTo(first(link));
        settled();
        assertThat(sql.number(
                        "select count(*) from device where user_id = ?",
                        again.user().value()))
                .isEqualTo(again.devices().size());
    }

    @Test
    void scheduledActionsOfOthersStay() {
        Action mine = push(house.battery(), Optional.of("1h"), Optional.empty());
        Link link = link("grace@home", ADA, Choice.ALL);
        push(first(link), Optional.of("1h"), Optional.empty());
        passed(house.platform.erasure().erase(house.caller, ADA, Keep.nothing()));
        settled();
        assertThat(house.action(mine.id()).state()).isEqualTo(ActionState.SCHEDULED);
        assertThat(house.action(mine.id()).command()).isEqualTo(Command.CHARGE);
    }

    /** Totals of lists are kept where devices come and go: whatever comes and goes at once, they are what a count would say. */
    @Test
    void numbersOfDevicesAreKeptByWhoeverHasThemComeAndGo() throws Exception {
        assertThat(miscounted()).isEmpty();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String name = "n" + i;
                int turn = i;
                all.add(threads.submit(() -> {
                    Link link = everything(name);
                    // Once more: nothing is new.
                    everything(name);
                    if (turn % 3 == 0) {
                        passed(house.platform.erasure().erase(house.caller, name + "@example.com", Keep.nothing()));
                    } else if (turn % 3 == 1) {
                        passed(house.platform
                                .erasure()
                                .unlink(house.caller, link.devices().getFirst().family(), first(link), Keep.nothing()));
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(miscounted()).isEmpty();
        settled();
        assertThat(miscounted()).isEmpty();
        assertThat(sql.number("select count(*) from device_count where devices > 0"))
                .isEqualTo(5);
    }

    private Link everything(String name) {
        return passed(house.platform
                .links()
                .start(
                        house.caller,
                        new LinkRequest(
                                "sandbox",
                                new LinkRequest.Sent(
                                        CredentialForm.USERNAME_PASSWORD.wire(),
                                        Optional.of(new Credentials.UsernamePassword(
                                                name + "@home", new Secret("secret")))),
                                Optional.of(name + "@example.com"),
                                new Wanted(Optional.empty(), Choice.ALL, Wanted.MOST, Optional.empty())),
                        Keep.nothing()));
    }

    private List<String> miscounted() {
        return sql.column("""
                select coalesce(k.family, c.family) || ': ' || coalesce(k.devices, 0) || ' kept, ' || coalesce(c.n, 0)
                from device_count k full join (
                    select customer_id, environment, family, count(*) as n from device where leaving_at is null
                    group by 1, 2, 3) c using (customer_id, environment, family)
                where coalesce(k.devices, 0) <> coalesce(c.n, 0)
                """);
    }
}
