package energy.amps.server.action;

import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.connector.Connector;
import energy.amps.server.action.DocketWriter.Change;
import energy.amps.server.agenda.Agenda;
import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.agenda.AgendaSteps;
import energy.amps.server.agenda.Lease;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Tx;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Claiming asks for no device's lock: a due row may be claimed while a step that has read it is under way, by the same node or by
 * another. What is then in the claimer's memory must not be taken for the end of the call that the step sends.
 */
class ClaimedMeanwhileTest {
    private final House house = House.open();
    private final Database database = Database.open(House.address(house.postgres), house.meters);
    private final List<Lease> handedOut = new ArrayList<>();

    @AfterEach
    void close() {
        database.close();
        house.close();
    }

    /** Whatever the row has been through before. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void callThatBeginsUnderAClaimGoesOn(int token) {
        house.restartWithoutWork();
        Instant start = House.START.plusSeconds(1);
        Action waiting = passed(house.push(
                "charge",
                Optional.of(start.toString()),
                Optional.of(start.plusSeconds(600).toString()),
                Optional.empty()));
        Agenda claiming = new Agenda(
                database,
                new Agenda.Clocks(house.clock, System::nanoTime),
                "node_claiming",
                AgendaConfig.of(Duration.ofMillis(10), House.LEASE),
                house.meters);
        claiming.handle(DocketWriter.KIND, handedOut::addAll);
        AgendaSteps.keepLease(claiming);
        house.clock.set(start);
        try (Sql sql = Sql.on(house.postgres)) {
            sql.run("update due set lease_token = " + token);
        }

        DeviceKey device = house.devices.getFirst();
        DocketWriter writer = new DocketWriter(
                "node_sending", Duration.ofSeconds(1), house.clock, new Ids(house.clock, new Random(1)));
        database.asEngine(tx -> {
            Docket docket = lock(tx, device);
            AgendaSteps.claim(claiming);
            Stepped begun = turn(docket, List.of());
            assertThat(begun.effects()).hasSize(1);
            return writer.write(tx, List.of(new Change(docket, begun.docket())));
        });
        AgendaSteps.handOutDue(claiming);
        assertThat(handedOut).as("claimed while the step was under way").hasSize(1);

        Docket sending = database.asEngine(tx -> lock(tx, device));
        Stepped woken = turn(sending, handedOut);
        assertThat(woken.docket().find(waiting.id()).orElseThrow().stage()).isEqualTo(Stage.SENDING);
        assertThat(woken.effects()).isEmpty();
    }

    private static Docket lock(Tx tx, DeviceKey device) {
        return DocketRows.lock(tx, List.of(device), (any, tenants) -> Map.of()).get(device);
    }

    private Stepped turn(Docket docket, List<Lease> leases) {
        Connector connector =
                house.platform.connectors().of(docket.device().facts().vendor());
        List<Turn.Claim> claims =
                leases.stream().map(lease -> Turn.Claim.of(lease, docket)).toList();
        return new Turn(connector, new EngineRules(Duration.ofMinutes(5)), house.clock.instant()).take(docket, claims);
    }
}
