package energy.amps.server.http;

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
import java.util.Optional;
import java.util.Set;

/** What the edge asks of the features behind it. What changes something takes what is to be kept with it. */
public interface Features {
    /** The families that some connector serves; each has its routes. */
    Set<Family> families();

    /** Who may work under which {@code Idempotency-Key}. */
    Claims claims();

    /** @param from the address that the key came from */
    Authentication authenticate(String presentedKey, InetAddress from);

    /** Counts a request of a key that is known; empty where there is no limit. */
    Optional<Allowance> spend(Tenant tenant, KeyId key);

    Caller.Scope scope(Tenant tenant, Optional<String> userHeader);

    Instant now(Tenant tenant);

    Slice<DeviceView> listDevices(Caller caller, Family family, Optional<String> user, Page page);

    Checked<DeviceView> readDevice(Caller caller, Family family, DeviceId device, boolean expedite);

    Checked<DeviceView> changeTimezone(
            Caller caller, Family family, DeviceId device, ZoneId zone, Keep<DeviceView> keep);

    Checked<List<Setting>> configure(
            Caller caller, Family family, DeviceId device, SettingsRequest request, Keep<List<Setting>> keep);

    Checked<Action> push(
            Caller caller,
            Family family,
            DeviceId device,
            PushRequest request,
            SandboxControls controls,
            Keep<Action> keep);

    Slice<Action> listActions(Caller caller, ActionFilter filter, Page page);

    Checked<Action> readAction(Caller caller, ActionId action);

    Checked<Action> cancel(Caller caller, ActionId action, Keep<Action> keep);

    Checked<Action> end(Caller caller, ActionId action, Keep<Action> keep);

    LinkFeatures links();

    UserFeatures users();

    /** The sandbox's clocks. */
    ClockFeatures clocks();

    WebhookFeatures webhooks();

    EventFeatures events();

    /** Keys and the audit log. */
    AccountFeatures account();

    /** What devices did. */
    HistoryFeatures history();

    /** Schedules (contract section 8). */
    ScheduleFeatures schedules();

    /** Devices that dial in. */
    StationFeatures stations();

    /** What pushes would do, and did. */
    OutcomeFeatures outcomes();

    /** How vendors answer. */
    VendorFeatures vendors();

    /** Whether a request can be served now: the database answers and the agenda runs. */
    boolean ready();
}
