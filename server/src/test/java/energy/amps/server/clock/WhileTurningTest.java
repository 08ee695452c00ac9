package energy.amps.server.clock;

import static energy.amps.server.schedule.Drafts.at;
import static energy.amps.server.schedule.Drafts.daily;
import static energy.amps.server.schedule.Drafts.once;
import static energy.amps.server.schedule.Drafts.window;
import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.PushRequest;
import energy.amps.check.SettingsRequest;
import energy.amps.connector.CredentialForm;
import energy.amps.connector.Credentials;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.Secret;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.server.device.Connectors;
import energy.amps.server.link.Link;
import energy.amps.server.link.LinkRequest;
import energy.amps.server.link.LinkRequest.Choice;
import energy.amps.server.link.LinkRequest.Wanted;
import energy.amps.server.store.Keep;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import energy.amps.server.user.Erasure;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken and what is not while a clock is being turned, and that erasing comes to its end under any clock. */
class WhileTurningTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String GRACE = "grace@example.com";

    private House house;
    private Sql sql;

    @BeforeEach
    void open() {
        house = House.open(Connectors.installed(name -> Optional.empty()));
        sql = Sql.on(house.postgres);
    }

    @AfterEach
    void close() {
        sql.close();
        house.close();
    }

    private void turn(ClockTurn turn) {
        passed(house.platform.clocks().turn(house.caller, turn, Keep.nothing()));
    }

    private void awaitReady() {
        eventually()
                .until(() -> !passed(house.platform.clocks().read(house.caller)).advancing());
    }

    private void freeze() {
        turn(new ClockTurn.Freeze(Optional.empty()));
        awaitReady();
    }

    /** Somebody else has the device that the walk needs next. */
    private void holdUp() {
        passed(house.push(
                "charge",
                Optional.of("2026-06-01T13:00:00Z"),
                Optional.of("2026-06-01T14:00:00Z"),
                Optional.of("queue_after")));
        sql.begin();
        sql.run("select 1 from device where id = ? for update", house.battery().value());
        turn(new ClockTurn.Advance(DAY));
    }

    private Link link() {
        return passed(house.platform
                .links()
                .start(
                        house.caller,
                        new LinkRequest(
                                "sandbox",
                                new LinkRequest.Sent(
                                        CredentialForm.USERNAME_PASSWORD.wire(),
                                        Optional.of(
                                                new Credentials.UsernamePassword("grace@home", new Secret("secret")))),
                                Optional.of(GRACE),
                                new Wanted(Optional.of(Family.BATTERY), Choice.ALL, Wanted.MOST, Optional.empty())),
                        Keep.nothing()));
    }

    private static DeviceId first(Link link) {
        return link.devices().getFirst().id().orElseThrow();
    }

    private void push(DeviceId device, String start, String end) {
        passed(house.platform
                .pushes()
                .accept(
                        house.caller,
                        Family.BATTERY,
                        device,
                        new PushRequest(
                                "charge", Optional.empty(), Optional.of(start), Optional.of(end), Optional.empty()),
                        SandboxControls.NONE,
                        Keep.nothing()));
    }

    /** Also on devices that nothing is due for on the way. */
    @Test
    void whatWouldActOnDevicesIsRefused() {
        DeviceId other = house.devices.get(1).device();
        freeze();
        passed(house.platform
                .schedules()
                .set(
                        house.caller,
                        Family.BATTERY,
                        other,
                        once(at("2026-06-05T19:00:00Z", Optional.of("PT1H"), "charge")),
                        Keep.nothing()));
        holdUp();
        assertThat(refused(house.platform
                                .schedules()
                                .set(
                                        house.caller,
                                        Family.BATTERY,
                                        other,
                                        daily(window("21:00", "PT1H", "charge")),
                                        Keep.nothing()))
                        .code())
                .isEqualTo(ErrorCode.CLOCK_ADVANCING);
        assertThat(refused(house.platform.schedules().cancel(house.caller, Family.BATTERY, other, Keep.nothing()))
                        .code())
                .isEqualTo(ErrorCode.CLOCK_ADVANCING);
        assertThat(refused(house.platform
                                .pushes()
                                .configure(
                                        house.caller,
                                        Family.BATTERY,
                                        other,
                                        new SettingsRequest(Map.of(
                                                "charge_ceiling",
                                                new SettingsRequest.Value.Numeric(BigDecimal.valueOf(90), "percent"))),
                                        Keep.nothing()))
                        .code())
                .isEqualTo(ErrorCode.CLOCK_ADVANCING);
        sql.rollBack();
        awaitReady();
        assertThat(
                        sql.column(
                                "select occurred_at at time zone 'UTC' from event where type = 'push.completed' order by occurred_at"))
                .containsExactly("2026-06-01 14:00:04");
        assertThat(passed(house.platform.schedules().read(house.caller, Family.BATTERY, other))
                        .nextFireAt())
                .as("as it was set before")
                .contains(Instant.parse("2026-06-05T19:00:00Z"));
    }

    /** Neither moves anything on a device: they carry the instant that was reached. */
    @Test
    void linksAndZonesAreTaken() {
        freeze();
        holdUp();
        Link link = link();
        assertThat(link.createdAt()).isEqualTo(House.START);
        passed(house.platform
                .devices()
                .changeTimezone(house.caller, Family.BATTERY, first(link), ZoneId.of("Europe/Paris"), Keep.nothing()));
        sql.rollBack();
        awaitReady();
        assertThat(sql.number(
                        "select count(*) from event where type = 'device.connected' and occurred_at = ?::timestamptz",
                        House.START.toString()))
                .isEqualTo(house.devices.size() + link.devices().size());
    }

    @Test
    void erasingIsTakenAndComesToItsEndAfterTheTurn() {
        freeze();
        // Younger than the device that holds the walk up, and so not yet locked by it.
        house.clock.advance(Duration.ofMillis(1));
        Link link = link();
        push(first(link), "2026-06-01T12:30:00Z", "2026-06-01T20:00:00Z");
        turn(new ClockTurn.Advance(Duration.ofHours(1)));
        awaitReady();
        push(house.battery(), "2026-06-01T14:00:00Z", "2026-06-01T15:00:00Z");
        sql.begin();
        sql.run("select 1 from device where id = ? for update", house.battery().value());
        turn(new ClockTurn.Advance(DAY));
        passed(house.platform.erasure().erase(house.caller, GRACE, Keep.nothing()));
        sql.rollBack();
        awaitReady();
        awaitErased();
        assertThat(sql.column("select occurred_at at time zone 'UTC' from event where type = 'device.disconnected'"))
                .hasSize(link.devices().size());
    }

    /** The seconds that a return takes do not pass while time stands still: nobody waits for them. */
    @Test
    void erasingComesToItsEndWhileTimeStandsStill() {
        freeze();
        Link link = link();
        push(first(link), "2026-06-01T12:30:00Z", "2026-06-01T20:00:00Z");
        turn(new ClockTurn.Advance(Duration.ofHours(1)));
        awaitReady();
        assertThat(sql.column("select stage from action")).containsExactly("open");
        passed(house.platform.erasure().unlink(house.caller, Family.BATTERY, first(link), Keep.nothing()));
        Instant real = house.clock.instant();
        awaitErased();
        assertThat(Duration.between(real, house.clock.instant())).isLessThan(Erasure.RETURNS);
        assertThat(sql.number("select count(*) from due")).isZero();
    }

    /** A job that has to wait looks again after a second of real time, which does not pass by itself. */
    private void awaitErased() {
        eventually().until(() -> {
            house.clock.advance(Erasure.PAUSE);
            return sql.number("select count(*) from job where kind <> 'link'") == 0;
        });
    }
}
