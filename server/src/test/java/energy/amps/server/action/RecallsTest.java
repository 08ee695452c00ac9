package energy.amps.server.action;

import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.Platform;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Database;
import energy.amps.server.store.Ids;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was asked to be withdrawn is, whoever dies and whatever slips in meanwhile. */
class RecallsTest {
    private House house;
    private Sql sql;
    private Database database;
    private Recalls recalls;

    @BeforeEach
    void open() {
        house = House.open();
        sql = Sql.on(house.postgres);
        database = Database.open(House.address(house.postgres), new SimpleMeterRegistry());
        recalls = recalls(house.platform);
    }

    @AfterEach
    void close() {
        database.close();
        sql.close();
        house.close();
    }

    private Recalls recalls(Platform platform) {
        return new Recalls(database, platform.withdrawals(), house.clock, new Ids(house.clock, new Random(7)));
    }

    private Action scheduled() {
        return passed(house.push("charge", Optional.of("60m"), Optional.empty(), Optional.of("cancel_and_replace")));
    }

    private void ask() {
        database.asEngine(tx -> {
            recalls.ofEverything(tx, house.tenant);
            return true;
        });
    }

    private ActionState state(Action action) {
        return house.action(action.id()).state();
    }

    @Test
    void whatSlipsInIsTakenBackUntilNothingCan() {
        Action first = scheduled();
        ask();
        House.eventually().until(() -> {
            recalls.carryOut();
            return state(first) == ActionState.CANCELLED;
        });
        Action slippedIn = scheduled();
        house.clock.advance(Recalls.SETTLED.plusSeconds(70));
        House.eventually().until(() -> {
            recalls.carryOut();
            return state(slippedIn) == ActionState.CANCELLED && sql.number("select count(*) from recall") == 0;
        });
        Action later = scheduled();
        assertThat(recalls.carryOut()).isZero();
        assertThat(state(later)).isEqualTo(ActionState.SCHEDULED);
    }

    /** Its node died with its turn taken: after the turn it is another's. */
    @Test
    void anotherNodeTakesOver() {
        Action action = scheduled();
        sql.run(
                "insert into recall values (?, 'sandbox', 'recall_x', null, true, ?::timestamptz, ?::timestamptz)",
                house.tenant.customer().value(),
                house.clock.instant().toString(),
                house.clock.instant().plus(Duration.ofMinutes(1)).toString());
        recalls.carryOut();
        assertThat(state(action)).isEqualTo(ActionState.SCHEDULED);
        house.clock.advance(Duration.ofMinutes(1));
        House.eventually().until(() -> {
            recalls.carryOut();
            return state(action) == ActionState.CANCELLED;
        });
    }

    @Test
    void anOpenedDoorStaysOpen() {
        ask();
        database.asEngine(tx -> {
            recalls.never(tx, house.tenant);
            return true;
        });
        Action action = scheduled();
        house.clock.advance(Duration.ofMinutes(2));
        recalls.carryOut();
        assertThat(sql.number("select count(*) from recall")).isZero();
        assertThat(state(action)).isEqualTo(ActionState.SCHEDULED);
    }
}
