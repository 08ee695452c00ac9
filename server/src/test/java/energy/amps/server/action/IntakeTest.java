package energy.amps.server.action;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.amps.check.Checked;
import energy.amps.check.PushRequest;
import energy.amps.connector.SandboxControls;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Keep;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Pushes that are committed together are decided one by one. A lock on two devices, held by somebody else, keeps both of the
 * tenant's transactions under way, so that everything that comes meanwhile gathers for certain.
 */
class IntakeTest {
    private final House house = House.open();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final Sql sql = Sql.on(house.postgres);
    private final Sql holder = Sql.on(house.postgres);
    private final List<String> batteries = new ArrayList<>();
    private final List<Future<Checked<Action>>> underWay = new ArrayList<>();

    @BeforeEach
    void moreBatteries() {
        for (int i = 0; i < 10; i++) {
            String id = "device_more" + i;
            sql.run("""
                    insert into device select r.* from device d,
                    lateral jsonb_populate_record(d, jsonb_build_object('id', ?::text, 'link_id', null)) r where d.id = ?
                    """, id, house.battery().value());
            sql.run("""
                    insert into connector_state select r.* from connector_state s,
                    lateral jsonb_populate_record(s, jsonb_build_object('device_id', ?::text)) r where s.device_id = ?
                    """, id, house.battery().value());
            batteries.add(id);
        }
    }

    @AfterEach
    void close() throws Exception {
        clients.shutdown();
        assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        StoredInvariants.check(sql);
        holder.close();
        sql.close();
        house.close();
    }

    @Test
    void whatGathersIsCommittedTogetherAndARefusalRefusesItselfAlone() throws Exception {
        passed(push(batteries.get(5), Optional.empty()));
        blockBothPlaces();
        List<Future<Checked<Action>>> good = batteries.subList(2, 5).stream()
                .map(id -> bring(id, Optional.empty()))
                .toList();
        Future<Checked<Action>> conflicting = bring(batteries.get(5), Optional.empty());
        Future<Checked<Action>> unknown = bring("device_none", Optional.empty());
        long before = transactions();
        release(5);

        for (Future<Checked<Action>> one : good) {
            assertThat(passed(answer(one)).state()).isEqualTo(ActionState.SCHEDULED);
        }
        assertThat(refused(answer(conflicting)).code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refused(answer(unknown)).code()).isEqualTo(ErrorCode.DEVICE_NOT_FOUND);
        assertThat(transactions() - before).isBetween(1L, 2L);
    }

    /** One of two that gather for one device has it; a replacement answers for itself, and its victim for what it was. */
    @Test
    void pushesForOneDeviceAreDecidedInTheirOrder() throws Exception {
        blockBothPlaces();
        Future<Checked<Action>> first = bring(batteries.get(2), Optional.empty());
        waiting(1);
        Future<Checked<Action>> second = bring(batteries.get(2), Optional.of("cancel_and_replace"));
        waiting(2);
        Future<Checked<Action>> third = bring(batteries.get(2), Optional.empty());
        release(3);

        Action replaced = passed(answer(first));
        assertThat(replaced.state()).isEqualTo(ActionState.SCHEDULED);
        assertThat(house.action(replaced.id()).state()).isEqualTo(ActionState.CANCELLED);
        Action standing = passed(answer(second));
        assertThat(house.action(standing.id()).state()).isEqualTo(ActionState.SCHEDULED);
        assertThat(refused(answer(third)).code()).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void pushThatFailsLeavesItsNeighboursAlone() throws Exception {
        sql.run("update device set vendor = 'gone' where id = ?", batteries.get(2));
        blockBothPlaces();
        Future<Checked<Action>> broken = bring(batteries.get(2), Optional.empty());
        Future<Checked<Action>> neighbour = bring(batteries.get(3), Optional.empty());
        release(2);

        assertThat(passed(answer(neighbour)).state()).isEqualTo(ActionState.SCHEDULED);
        assertThatThrownBy(() -> answer(broken)).hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(sql.number("select count(*) from action where device_id = ?", batteries.get(2)))
                .isZero();
    }

    @Test
    void keepThatFailsFailsItsOwnPushAndNoOther() throws Exception {
        blockBothPlaces();
        Future<Checked<Action>> broken = clients.submit(() -> push(batteries.get(2), Optional.empty(), (tx, done) -> {
            throw new IllegalStateException("kept by nobody");
        }));
        Future<Checked<Action>> neighbour = bring(batteries.get(3), Optional.empty());
        release(2);

        assertThat(passed(answer(neighbour)).state()).isEqualTo(ActionState.SCHEDULED);
        assertThatThrownBy(() -> answer(broken)).hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(sql.number("select count(*) from action where device_id = ?", batteries.get(2)))
                .isZero();
    }

    private void blockBothPlaces() {
        holder.begin();
        for (int i = 0; i < Intake.PLACES; i++) {
            holder.run("select 1 from device where id = ? for update", batteries.get(i));
            underWay.add(bring(batteries.get(i), Optional.empty()));
            long blocked = i + 1L;
            eventually().until(() -> sql.number("""
                    select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
                    """) == blocked);
        }
    }

    private void release(int gathered) {
        waiting(gathered);
        holder.rollBack();
        assertThat(underWay).allSatisfy(push -> passed(answer(push)));
    }

    private void waiting(int gathered) {
        eventually().until(() -> house.meters.get("amps.push.waiting").gauge().value() == gathered);
    }

    private long transactions() {
        return house.meters.get("amps.push.batch").summary().count();
    }

    private Future<Checked<Action>> bring(String device, Optional<String> strategy) {
        return clients.submit(() -> push(device, strategy));
    }

    private Checked<Action> push(String device, Optional<String> strategy) {
        return push(device, strategy, Keep.nothing());
    }

    private Checked<Action> push(String device, Optional<String> strategy, Keep<Action> keep) {
        Optional<String> start =
                Optional.of(House.START.plus(Duration.ofHours(1)).toString());
        return house.platform
                .pushes()
                .accept(
                        house.caller,
                        Family.BATTERY,
                        new DeviceId(device),
                        new PushRequest("charge", Optional.empty(), start, Optional.empty(), strategy),
                        SandboxControls.NONE,
                        keep);
    }

    private static Checked<Action> answer(Future<Checked<Action>> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }
}
