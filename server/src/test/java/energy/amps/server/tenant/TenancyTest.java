package energy.amps.server.tenant;

import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.Checked;
import energy.amps.check.PushRequest;
import energy.amps.check.SettingsRequest;
import energy.amps.connector.SandboxControls;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.Refusal;
import energy.amps.server.Platform;
import energy.amps.server.action.Action;
import energy.amps.server.action.ActionFilter;
import energy.amps.server.device.DeviceView;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Page;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.UserId;
import energy.amps.server.testing.House;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Contract sections 1 and 3: what is another's is not there. Each front door that takes an id is asked for a foreign one and
 * for one that never was, by everybody who has no business with it, and must give the very same answer.
 */
class TenancyTest {
    private static final Page PAGE = new Page(50, 0, Optional.empty());

    private static House house;
    private static Platform platform;
    private static DeviceId device;
    private static ActionId scheduled;
    private static UserId ada;

    @BeforeAll
    static void open() {
        house = House.open();
        platform = house.platform;
        device = house.battery();
        ada = platform.users().find(house.tenant, "ada@example.com").orElseThrow();
        scheduled = passed(house.push("charge", Optional.of("60m"), Optional.of(end()), Optional.empty()))
                .id();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static String end() {
        return House.START.plusSeconds(7200).toString();
    }

    /** Everybody for whom the house's things do not exist. */
    private static Map<String, Caller> strangers() {
        Tenant other = new Tenant(platform.customers().create("neighbour", true), Environment.SANDBOX);
        Tenant live = new Tenant(house.tenant.customer(), Environment.LIVE);
        UserId bob = platform.customers().createUser(house.tenant, Optional.empty());
        Map<String, Caller> strangers = new LinkedHashMap<>();
        strangers.put("another customer", caller(other, new Caller.Scope.Everyone()));
        strangers.put("the other environment", caller(live, new Caller.Scope.Everyone()));
        strangers.put("another user", caller(house.tenant, new Caller.Scope.OneUser(bob)));
        strangers.put("an unknown user", caller(house.tenant, new Caller.Scope.Nobody()));
        return strangers;
    }

    private static Caller caller(Tenant tenant, Caller.Scope scope) {
        return new Caller(tenant, new KeyId("key_other"), scope);
    }

    private static Map<String, BiFunction<Caller, DeviceId, Checked<?>>> deviceDoors() {
        Map<String, BiFunction<Caller, DeviceId, Checked<?>>> doors = new LinkedHashMap<>();
        doors.put("read", (who, id) -> platform.devices().read(who, Family.BATTERY, id));
        doors.put("push", (who, id) -> push(who, id, "charge"));
        doors.put("push of nonsense", (who, id) -> push(who, id, "nonsense"));
        doors.put("configure", (who, id) -> platform.pushes()
                .configure(who, Family.BATTERY, id, settings(), Keep.nothing()));
        doors.put("changeTimezone", (who, id) -> platform.devices()
                .changeTimezone(who, Family.BATTERY, id, ZoneId.of("Asia/Tokyo"), Keep.nothing()));
        return doors;
    }

    private static Checked<Action> push(Caller who, DeviceId id, String command) {
        return platform.pushes()
                .accept(
                        who,
                        Family.BATTERY,
                        id,
                        new PushRequest(
                                command, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                        SandboxControls.NONE,
                        Keep.nothing());
    }

    private static SettingsRequest settings() {
        return new SettingsRequest(
                Map.of("safety_reserve", new SettingsRequest.Value.Numeric(BigDecimal.TEN, "percent")));
    }

    private static Map<String, BiFunction<Caller, ActionId, Checked<?>>> actionDoors() {
        Map<String, BiFunction<Caller, ActionId, Checked<?>>> doors = new LinkedHashMap<>();
        doors.put("read", (who, id) -> platform.actions().read(who, id));
        doors.put("cancel", (who, id) -> platform.actions().cancel(who, id, Keep.nothing()));
        doors.put("end", (who, id) -> platform.actions().end(who, id, Keep.nothing()));
        return doors;
    }

    @TestFactory
    Stream<DynamicTest> foreignDeviceIsAnsweredAsAMissingOne() {
        return strangers().entrySet().stream().flatMap(who -> deviceDoors().entrySet().stream()
                .map(door -> DynamicTest.dynamicTest(door.getKey() + " by " + who.getKey(), () -> {
                    Refusal missing = refused(door.getValue().apply(who.getValue(), new DeviceId("device_none")));
                    assertThat(missing.message()).isEqualTo("Device not found or access denied");
                    assertThat(refused(door.getValue().apply(who.getValue(), device)))
                            .isEqualTo(missing);
                })));
    }

    @TestFactory
    Stream<DynamicTest> foreignActionIsAnsweredAsAMissingOne() {
        return strangers().entrySet().stream().flatMap(who -> actionDoors().entrySet().stream()
                .map(door -> DynamicTest.dynamicTest(door.getKey() + " by " + who.getKey(), () -> {
                    Refusal missing = refused(door.getValue().apply(who.getValue(), new ActionId("act_none")));
                    assertThat(refused(door.getValue().apply(who.getValue(), scheduled)))
                            .isEqualTo(missing);
                })));
    }

    @TestFactory
    Stream<DynamicTest> listsAndFiltersShowAStrangerNothing() {
        return strangers().entrySet().stream()
                .map(who -> DynamicTest.dynamicTest(who.getKey(), () -> {
                    Caller stranger = who.getValue();
                    for (Optional<String> user : users()) {
                        assertThat(platform.devices()
                                        .list(stranger, Family.BATTERY, user, PAGE)
                                        .items())
                                .isEmpty();
                        for (Optional<DeviceId> of : List.of(Optional.<DeviceId>empty(), Optional.of(device))) {
                            assertThat(platform.actions()
                                            .list(
                                                    stranger,
                                                    new ActionFilter(user, Optional.empty(), Optional.empty(), of),
                                                    PAGE))
                                    .matches(
                                            slice -> slice.items().isEmpty() && slice.total() == 0 && !slice.hasMore());
                        }
                    }
                }));
    }

    private static List<Optional<String>> users() {
        return List.of(Optional.empty(), Optional.of(ada.value()), Optional.of("ada@example.com"));
    }

    @Test
    void ownerSeesItUnderEachOfTheUsersNames() {
        for (Optional<String> user : users()) {
            assertThat(platform.devices()
                            .list(house.caller, Family.BATTERY, user, PAGE)
                            .items())
                    .extracting(DeviceView::id)
                    .contains(device);
            assertThat(platform.actions()
                            .list(
                                    house.caller,
                                    new ActionFilter(user, Optional.empty(), Optional.empty(), Optional.of(device)),
                                    PAGE)
                            .items())
                    .extracting(Action::id)
                    .containsExactly(scheduled);
        }
        Caller narrowed = caller(house.tenant, new Caller.Scope.OneUser(ada));
        assertThat(passed(platform.devices().read(narrowed, Family.BATTERY, device))
                        .id())
                .isEqualTo(device);
        assertThat(passed(platform.actions().read(narrowed, scheduled)).id()).isEqualTo(scheduled);
    }

    /** The same reference may name another customer's user too; each finds their own. */
    @Test
    void externalReferencesBelongToOneTenant() {
        Tenant other = new Tenant(platform.customers().create("namesake", true), Environment.SANDBOX);
        UserId namesake = platform.customers().createUser(other, Optional.of("ada@example.com"));
        assertThat(platform.users().find(other, "ada@example.com")).contains(namesake);
        assertThat(platform.users().find(house.tenant, "ada@example.com")).contains(ada);
        assertThat(platform.users().find(other, ada.value())).isEmpty();
        assertThat(platform.users().scope(other, Optional.of(ada.value()))).isEqualTo(new Caller.Scope.Nobody());
    }

    @Test
    void deviceOfAnotherFamilyIsNotFound() {
        Refusal missing = refused(platform.devices().read(house.caller, Family.BATTERY, new DeviceId("device_none")));
        assertThat(refused(platform.devices().read(house.caller, Family.HVAC, device)))
                .isEqualTo(missing);
        assertThat(refused(platform.pushes()
                        .accept(
                                house.caller,
                                Family.HVAC,
                                device,
                                new PushRequest(
                                        "idle", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                                SandboxControls.NONE,
                                Keep.nothing())))
                .isEqualTo(missing);
    }

    @Test
    void keyOpensItsOwnTenantAndNothingElse() {
        Customers.IssuedKey key = platform.customers().issueKey(house.tenant);
        assertThat(platform.keys().authenticate(key.text()))
                .isEqualTo(new Authentication.Granted(house.tenant, key.id(), Set.of(KeyScope.values())));
        assertThat(platform.keys().authenticate("amps_sk_test_" + "0".repeat(32)))
                .isInstanceOf(Authentication.Denied.class);
    }
}
