package energy.amps.server;

import energy.amps.check.Checked;
import energy.amps.check.PushRequest;
import energy.amps.check.SettingsRequest;
import energy.amps.command.Setting;
import energy.amps.connector.SandboxControls;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.action.Action;
import energy.amps.server.action.ActionFilter;
import energy.amps.server.device.DeviceView;
import energy.amps.server.device.Freshness;
import energy.amps.server.http.AccountFeatures;
import energy.amps.server.http.ClockFeatures;
import energy.amps.server.http.EventFeatures;
import energy.amps.server.http.Features;
import energy.amps.server.http.HistoryFeatures;
import energy.amps.server.http.LinkFeatures;
import energy.amps.server.http.OutcomeFeatures;
import energy.amps.server.http.ScheduleFeatures;
import energy.amps.server.http.StationFeatures;
import energy.amps.server.http.UserFeatures;
import energy.amps.server.http.VendorFeatures;
import energy.amps.server.http.WebhookFeatures;
import energy.amps.server.idempotency.Claims;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Allowance;
import energy.amps.server.tenant.Authentication;
import energy.amps.server.tenant.Caller;
import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The platform's features as the HTTP edge asks for them. */
record PlatformFeatures(Platform platform) implements Features {

    @Override
    public Set<Family> families() {
        return platform.connectors().families();
    }

    @Override
    public Claims claims() {
        return platform.claims();
    }

    @Override
    public Authentication authenticate(String presentedKey, InetAddress from) {
        return platform.keys().authenticate(presentedKey, from);
    }

    @Override
    public Optional<Allowance> spend(Tenant tenant, KeyId key) {
        return platform.allowances().spend(tenant, key);
    }

    @Override
    public Caller.Scope scope(Tenant tenant, Optional<String> userHeader) {
        return platform.users().scope(tenant, userHeader);
    }

    @Override
    public Instant now(Tenant tenant) {
        return platform.clock().now(tenant);
    }

    @Override
    public Slice<DeviceView> listDevices(Caller caller, Family family, Optional<String> user, Page page) {
        return platform.devices().list(caller, family, user, page);
    }

    @Override
    public Checked<DeviceView> readDevice(Caller caller, Family family, DeviceId device, boolean expedite) {
        return platform.devices().read(caller, family, device, Freshness.of(expedite));
    }

    @Override
    public Checked<DeviceView> changeTimezone(
            Caller caller, Family family, DeviceId device, ZoneId zone, Keep<DeviceView> keep) {
        return platform.devices().changeTimezone(caller, family, device, zone, (tx, changed) -> {
            Map<String, String> details = Map.of("timezone", zone.getId());
            platform.audit().note(tx, caller, "device.timezone_changed", device.value(), details);
            keep.keep(tx, changed);
        });
    }

    @Override
    public Checked<List<Setting>> configure(
            Caller caller, Family family, DeviceId device, SettingsRequest request, Keep<List<Setting>> keep) {
        return platform.pushes().configure(caller, family, device, request, (tx, written) -> {
            List<String> settings = written.stream().map(Setting::wire).sorted().toList();
            platform.audit().note(tx, caller, "device.settings_written", device.value(), Map.of("settings", settings));
            keep.keep(tx, written);
        });
    }

    @Override
    public Checked<Action> push(
            Caller caller,
            Family family,
            DeviceId device,
            PushRequest request,
            SandboxControls controls,
            Keep<Action> keep) {
        return platform.pushes().accept(caller, family, device, request, controls, keep);
    }

    @Override
    public Slice<Action> listActions(Caller caller, ActionFilter filter, Page page) {
        return platform.actions().list(caller, filter, page);
    }

    @Override
    public Checked<Action> readAction(Caller caller, ActionId action) {
        return platform.actions().read(caller, action);
    }

    @Override
    public Checked<Action> cancel(Caller caller, ActionId action, Keep<Action> keep) {
        return platform.actions().cancel(caller, action, keep);
    }

    @Override
    public Checked<Action> end(Caller caller, ActionId action, Keep<Action> keep) {
        return platform.actions().end(caller, action, keep);
    }

    @Override
    public LinkFeatures links() {
        return new PlatformLinks(platform);
    }

    @Override
    public UserFeatures users() {
        return new PlatformUsers(platform);
    }

    @Override
    public ClockFeatures clocks() {
        return new PlatformClocks(platform.clocks());
    }

    @Override
    public WebhookFeatures webhooks() {
        return new PlatformWebhooks(platform);
    }

    @Override
    public EventFeatures events() {
        return new PlatformEvents(platform.feed());
    }

    @Override
    public AccountFeatures account() {
        return new PlatformAccount(platform);
    }

    @Override
    public HistoryFeatures history() {
        return new PlatformHistory(platform);
    }

    @Override
    public ScheduleFeatures schedules() {
        return new PlatformSchedules(platform.schedules());
    }

    @Override
    public StationFeatures stations() {
        return platform.stations()::admit;
    }

    @Override
    public OutcomeFeatures outcomes() {
        return new PlatformOutcomes(platform.rehearsals(), platform.timelines());
    }

    @Override
    public VendorFeatures vendors() {
        return new PlatformVendors(platform.connectors(), platform.health());
    }

    @Override
    public boolean ready() {
        return platform.ready();
    }
}
