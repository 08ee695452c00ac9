package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.check.PushRequest;
import energy.amps.check.RawQuantity;
import energy.amps.check.SettingsRequest;
import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Execution;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Sample;
import energy.amps.connector.SandboxControls;
import energy.amps.device.BatteryState;
import energy.amps.device.BatteryStatus;
import energy.amps.device.Capabilities;
import energy.amps.device.CommandCapability;
import energy.amps.device.DeviceId;
import energy.amps.device.Energy;
import energy.amps.device.Family;
import energy.amps.device.ParameterCapability;
import energy.amps.device.Power;
import energy.amps.device.SettingCapability;
import energy.amps.device.SettingValue;
import energy.amps.device.StateOfCharge;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.action.Action;
import energy.amps.server.action.ActionFilter;
import energy.amps.server.device.DeviceView;
import energy.amps.server.history.DeviceHistory;
import energy.amps.server.history.Resolution;
import energy.amps.server.idempotency.Claims;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Allowance;
import energy.amps.server.tenant.Authentication;
import energy.amps.server.tenant.Caller;
import energy.amps.server.tenant.KeyScope;
import energy.amps.server.vendor.VendorHealth;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * One battery with one action, and a note of what was asked. {@link #before} runs ahead of every feature: a test blocks or
 * throws there.
 */
final class FakeFeatures implements Features {

    static final String KEY = "amps_sk_test_0123456789abcdefghijABCDEFGHIJ01";
    static final String LIVE_KEY = "amps_sk_live_0123456789abcdefghijABCDEFGHIJ01";
    static final String READING_KEY = "amps_sk_test_reading";
    static final String EXPIRED_KEY = "amps_sk_test_expired";
    static final String NO_LIVE_KEY = "amps_sk_live_disabled";
    static final String DEVICE = "device_1";
    static final String ACTION = "act_1";
    static final Instant VIRTUAL_NOW = Instant.parse("2031-02-03T04:05:06.789123Z");
    static final Instant CREATED = Instant.parse("2026-06-02T12:00:00Z");

    /** One call, as it arrived behind the edge. */
    record Asked(String feature, Caller caller, List<Object> arguments) {
        /** The one argument of that type. */
        <T> T argument(Class<T> type) {
            return arguments.stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .findFirst()
                    .orElseThrow();
        }
    }

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    volatile Runnable before = () -> {};
    final FakeClaims claims = new FakeClaims();
    volatile boolean ready = true;
    volatile Optional<Allowance> allowance = Optional.empty();
    volatile Supplier<Checked<Action>> pushAnswer = () -> new Checked.Passed<>(action(Optional.empty()));
    volatile Supplier<Slice<DeviceView>> devices =
            () -> new Slice<>(List.of(battery()), new Page(10, 0, Optional.empty()), 1, false, false, Optional.empty());

    @Override
    public Set<Family> families() {
        return Set.of(Family.values());
    }

    @Override
    public Authentication authenticate(String presentedKey, InetAddress from) {
        return switch (presentedKey) {
            case KEY -> granted(Environment.SANDBOX, KeyScope.values());
            case LIVE_KEY -> granted(Environment.LIVE, KeyScope.values());
            case READING_KEY -> granted(Environment.SANDBOX, KeyScope.READ);
            case EXPIRED_KEY -> denied(ErrorCode.EXPIRED_TOKEN);
            case NO_LIVE_KEY ->
                new Authentication.Shut(
                        tenant(Environment.LIVE),
                        new KeyId("key_1"),
                        Refusal.of(ErrorCode.LIVE_ACCESS_DISABLED, "denied"));
            default -> denied(ErrorCode.INVALID_API_KEY);
        };
    }

    @Override
    public ClockFeatures clocks() {
        return new FakeClocks();
    }

    @Override
    public Claims claims() {
        return claims;
    }

    private static Authentication granted(Environment environment, KeyScope... scopes) {
        return new Authentication.Granted(tenant(environment), new KeyId("key_1"), Set.of(scopes));
    }

    private static Tenant tenant(Environment environment) {
        return new Tenant(new CustomerId("cus_1"), environment);
    }

    @Override
    public Optional<Allowance> spend(Tenant tenant, KeyId key) {
        return allowance;
    }

    @Override
    public OutcomeFeatures outcomes() {
        throw new UnsupportedOperationException("no outcomes behind this edge");
    }

    @Override
    public AccountFeatures account() {
        throw new UnsupportedOperationException("no account behind this edge");
    }

    private static Authentication denied(ErrorCode code) {
        return new Authentication.Denied(Refusal.of(code, "denied"));
    }

    @Override
    public Caller.Scope scope(Tenant tenant, Optional<String> userHeader) {
        return userHeader
                .<Caller.Scope>map(user ->
                        user.equals("user_1") ? new Caller.Scope.OneUser(new UserId(user)) : new Caller.Scope.Nobody())
                .orElseGet(Caller.Scope.Everyone::new);
    }

    @Override
    public Instant now(Tenant tenant) {
        return VIRTUAL_NOW;
    }

    @Override
    public Slice<DeviceView> listDevices(Caller caller, Family family, Optional<String> user, Page page) {
        note("listDevices", caller, family, user, page);
        return devices.get();
    }

    @Override
    public Checked<DeviceView> readDevice(Caller caller, Family family, DeviceId device, boolean expedite) {
        note("readDevice", caller, family, device, expedite);
        return known(device, battery());
    }

    @Override
    public Checked<DeviceView> changeTimezone(
            Caller caller, Family family, DeviceId device, ZoneId zone, Keep<DeviceView> keep) {
        note("changeTimezone", caller, family, device, zone);
        return known(device, battery());
    }

    @Override
    public Checked<List<Setting>> configure(
            Caller caller, Family family, DeviceId device, SettingsRequest request, Keep<List<Setting>> keep) {
        note("configure", caller, family, device, request);
        return known(device, List.of(Setting.CHARGE_CEILING));
    }

    @Override
    public Checked<Action> push(
            Caller caller,
            Family family,
            DeviceId device,
            PushRequest request,
            SandboxControls controls,
            Keep<Action> keep) {
        note("push", caller, family, device, request, controls);
        if (!device.value().equals(DEVICE)) {
            return known(device, action(Optional.empty()));
        }
        Optional<Map<Parameter, Quantity>> mirrored = request.parameters().map(FakeFeatures::typed);
        return mirrored.isPresent() ? new Checked.Passed<>(action(mirrored)) : pushAnswer.get();
    }

    private static Map<Parameter, Quantity> typed(Map<String, RawQuantity> raw) {
        Map<Parameter, Quantity> typed = new LinkedHashMap<>();
        raw.forEach((name, quantity) -> typed.put(
                Parameter.of(name).orElseThrow(),
                new Quantity(quantity.value(), Unit.of(quantity.unit()).orElseThrow())));
        return typed;
    }

    @Override
    public Slice<Action> listActions(Caller caller, ActionFilter filter, Page page) {
        note("listActions", caller, filter, page);
        return Slice.empty(page);
    }

    @Override
    public Checked<Action> readAction(Caller caller, ActionId action) {
        note("readAction", caller, action);
        return known(action);
    }

    @Override
    public Checked<Action> cancel(Caller caller, ActionId action, Keep<Action> keep) {
        note("cancel", caller, action);
        return known(action);
    }

    @Override
    public Checked<Action> end(Caller caller, ActionId action, Keep<Action> keep) {
        note("end", caller, action);
        return known(action);
    }

    @Override
    public LinkFeatures links() {
        return new FakeLinks(this);
    }

    @Override
    public UserFeatures users() {
        return new FakeUsers(this);
    }

    @Override
    public ScheduleFeatures schedules() {
        return new FakeSchedules();
    }

    @Override
    public WebhookFeatures webhooks() {
        return new FakeWebhooks();
    }

    @Override
    public EventFeatures events() {
        return new FakeEvents();
    }

    @Override
    public HistoryFeatures history() {
        return (caller, family, device, request) -> {
            note("history", caller, family, device, request);
            return known(device, aDay());
        };
    }

    @Override
    public StationFeatures stations() {
        return caller -> Optional.empty();
    }

    @Override
    public VendorFeatures vendors() {
        return caller -> List.of(VendorHealth.simulated("sandbox"));
    }

    @Override
    public boolean ready() {
        return ready;
    }

    void note(String feature, Caller caller, Object... arguments) {
        asked.add(new Asked(feature, caller, List.of(arguments)));
        before.run();
    }

    private static <T> Checked<T> known(DeviceId device, T value) {
        return device.value().equals(DEVICE)
                ? new Checked.Passed<>(value)
                : new Checked.Refused<>(Refusal.of(ErrorCode.DEVICE_NOT_FOUND, "Device not found or access denied"));
    }

    private static Checked<Action> known(ActionId id) {
        return id.value().equals(ACTION)
                ? new Checked.Passed<>(action(Optional.empty()))
                : new Checked.Refused<>(Refusal.of(ErrorCode.ACTION_NOT_FOUND, "Action not found or access denied"));
    }

    static Action action(Optional<Map<Parameter, Quantity>> parameters) {
        return new Action(
                new ActionId(ACTION),
                new DeviceId(DEVICE),
                Family.BATTERY,
                Command.CHARGE,
                parameters,
                ActionState.ACKNOWLEDGED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                CREATED,
                CREATED.plusNanos(1_999_999),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static DeviceView battery() {
        return new DeviceView(
                new DeviceId(DEVICE),
                Family.BATTERY,
                "foxess",
                "FoxESS H1-5.0-E",
                new UserId("user_1"),
                Optional.of(ZoneId.of("Europe/London")),
                DeviceView.Source.PROJECTION,
                Optional.empty(),
                Optional.of(CREATED),
                Optional.of(new BatteryState(
                        Optional.of(BatteryStatus.IDLE),
                        Optional.of(new Energy(10)),
                        Optional.of(new StateOfCharge(46.300000000000004)),
                        Optional.of(new Power(-0.0)),
                        Optional.empty(),
                        Optional.of(Command.CHARGE))),
                capabilities(),
                Map.of(
                        Setting.DISCHARGE_FLOOR,
                        new SettingValue.Numeric(new BigDecimal("20")),
                        Setting.SCHEDULER_ENABLED,
                        new SettingValue.Flag(false)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Of which something is known, and nothing. */
    private static DeviceHistory aDay() {
        Instant noon = CREATED.plus(Duration.ofHours(1));
        Map<String, Double> known = new LinkedHashMap<>(Map.of("level", 46.300000000000004));
        known.put("chargeRate", -0.0000001);
        return new DeviceHistory(
                new DeviceId(DEVICE),
                Family.BATTERY,
                Optional.of(ZoneId.of("Europe/London")),
                Resolution.HOUR,
                List.of(
                        new DeviceHistory.Item(
                                CREATED,
                                noon,
                                new Sample(known, Optional.of(new Energy(0)), Optional.of(new Energy(1.5e-3)))),
                        new DeviceHistory.Item(noon, noon.plusSeconds(60), Sample.EMPTY)));
    }

    private static Capabilities capabilities() {
        return new Capabilities(
                true,
                Map.of(
                        Command.CHARGE,
                        new CommandCapability(
                                Map.of(Parameter.TARGET, ParameterCapability.of(Unit.PERCENT, 10, 100)),
                                Set.of(Execution.IMMEDIATE, Execution.WINDOWED)),
                        Command.AUTO_BALANCED,
                        new CommandCapability(Map.of(), Set.of(Execution.IMMEDIATE))),
                Map.of(
                        Setting.DISCHARGE_FLOOR,
                        new SettingCapability.Writable(
                                Unit.PERCENT, BigDecimal.ZERO, Optional.of(BigDecimal.valueOf(100))),
                        Setting.EXPORT_LIMIT,
                        new SettingCapability.Writable(Unit.WATTS, BigDecimal.ZERO, Optional.empty()),
                        Setting.SCHEDULER_ENABLED,
                        new SettingCapability.ReadOnlyFlag()),
                Set.of(ConflictStrategy.CANCEL_AND_REPLACE));
    }
}
