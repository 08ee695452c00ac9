package energy.amps.server.schedule;

import static energy.amps.server.schedule.Drafts.daily;
import static energy.amps.server.schedule.Drafts.window;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.connector.Connector;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.clock.ClockTurn;
import energy.amps.server.device.Connectors;
import energy.amps.server.link.Accounts;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Keep;
import energy.amps.server.store.UserId;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Ten devices, two windows a day each, at times of their own, through a year: 7,300 windows, each time the same. */
class YearOfSchedulesTest {
    private static final int DEVICES = 10;
    private static final Duration YEAR = Duration.ofDays(365);

    @Test
    void yearOfSchedulesIsTheSameEveryTime() {
        try (House house = House.open(Connectors.installed(name -> Optional.empty()));
                Sql sql = Sql.on(house.postgres)) {
            List<Plant> plants = plants(house);
            List<String> first = year(house, sql, plants);
            turn(house, new ClockTurn.Reset());
            List<String> second = year(house, sql, plants);
            assertThat(first)
                    .as("set, then opened and verified, closed and completed twice a day, and how it stands")
                    .hasSize(DEVICES * (1 + 2 * 2 * 365 + 1));
            assertThat(first.stream().filter(line -> line.contains(" push.completed ")))
                    .hasSize(DEVICES * 2 * 365);
            assertThat(second).isEqualTo(first);
            assertThat(sql.number("select count(*) from action where state <> 'completed'"))
                    .isZero();
            assertThat(sql.number("select count(*) from (select device_id, sequence from event"
                            + " group by device_id, sequence having count(*) > 1) x"))
                    .isZero();
        }
    }

    /** A device under test. */
    private record Plant(DeviceId device, Family family) {
        /** What it is told in the evening. */
        String evening() {
            return family == Family.BATTERY ? "discharge" : "charge";
        }
    }

    /** A battery and the charger beside it, of each of five accounts. */
    private static List<Plant> plants(House house) {
        Connector sandbox = house.platform.connectors().of("sandbox");
        UserId user = house.platform.customers().createUser(house.tenant, Optional.empty());
        List<DiscoveredDevice> found = sandbox.discover(House.START);
        List<Plant> plants = new ArrayList<>();
        for (int account = 0; account < DEVICES / 2; account++) {
            List<DeviceKey> keys = house.platform
                    .accounts()
                    .register(
                            house.tenant,
                            new Accounts.Opened(
                                    user, sandbox, "account-" + account, Optional.of(ZoneId.of("Europe/London"))),
                            found);
            for (Family family : List.of(Family.BATTERY, Family.EV_CHARGER)) {
                int first =
                        found.stream().map(DiscoveredDevice::family).toList().indexOf(family);
                plants.add(new Plant(keys.get(first).device(), family));
            }
        }
        return plants;
    }

    private static List<String> year(House house, Sql sql, List<Plant> plants) {
        turn(house, new ClockTurn.Freeze(Optional.empty()));
        List<Long> before = new ArrayList<>();
        for (int i = 0; i < plants.size(); i++) {
            before.add(sql.number("select sequence from device where id = '%s'"
                    .formatted(plants.get(i).device().value())));
            passed(house.platform
                    .schedules()
                    .set(
                            house.caller,
                            plants.get(i).family(),
                            plants.get(i).device(),
                            daily(
                                    window("02:%02d".formatted(i), "PT3H", "charge"),
                                    window(
                                            "17:%02d".formatted(5 * i),
                                            "PT2H",
                                            plants.get(i).evening())),
                            Keep.nothing()));
        }
        turn(house, new ClockTurn.Advance(YEAR));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < plants.size(); i++) {
            lines.addAll(history(sql, plants.get(i).device(), i, before.get(i)));
            lines.add(passed(house.platform
                            .devices()
                            .read(
                                    house.caller,
                                    plants.get(i).family(),
                                    plants.get(i).device()))
                    .state()
                    .toString());
        }
        return lines;
    }

    /** What happened on a device, without the ids. */
    private static List<String> history(Sql sql, DeviceId device, int name, long before) {
        return sql
                .column("select '%d ' || (sequence - %d) || ' ' || type || ' ' || occurred_at || ' ' || data"
                                .formatted(name, before)
                        + " from event where device_id = '%s' and sequence > %d order by sequence"
                                .formatted(device.value(), before))
                .stream()
                .map(line -> line.replaceAll("_[0-9A-Za-z]{22}", "_").replaceAll("\"sequence\": ?\\d+", ""))
                .toList();
    }

    private static void turn(House house, ClockTurn turn) {
        passed(house.platform.clocks().turn(house.caller, turn, Keep.nothing()));
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !passed(house.platform.clocks().read(house.caller)).advancing());
    }
}
