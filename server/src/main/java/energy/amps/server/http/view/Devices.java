package energy.amps.server.http.view;

import energy.amps.command.ConflictStrategy;
import energy.amps.command.Setting;
import energy.amps.device.DeviceId;
import energy.amps.device.DeviceState;
import energy.amps.device.SettingCapability;
import energy.amps.device.SettingValue;
import energy.amps.server.device.DeviceView;
import energy.amps.server.store.Slice;
import energy.amps.server.vendor.Quota;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Devices (contract sections 3, 4 and 7). */
public final class Devices {

    private Devices() {}

    /** One device, with its settings where the family has any. */
    public static Content whole(DeviceView device) {
        return out -> device(device, true, out);
    }

    /** A page of devices, without settings. */
    public static Content list(Slice<DeviceView> slice) {
        return Lists.of(slice, device -> out -> device(device, false, out));
    }

    /** The answer to a settings write. */
    public static Content updated(DeviceId device, List<Setting> settings) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("deviceId", device.value());
            Values.words(out, "updated", settings.stream().map(Setting::wire).toList());
            out.writeEndObject();
        };
    }

    private static void device(DeviceView device, boolean withSettings, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("id", device.id().value());
        out.writeStringProperty("vendor", device.vendor());
        Values.text(out, "timezone", device.plantZone().map(ZoneId::getId));
        out.writeStringProperty("userId", device.user().value());
        sync(device, out);
        state(device.state().map(DeviceState::fields).orElse(Map.of()), out);
        if (device.family().takesCommands()) {
            commands(device, out);
        }
        if (withSettings && device.family().hasSettings()) {
            settings(device, out);
        }
        device.quota().ifPresent(quota -> quota(quota, out));
        if (device.family().takesCommands()) {
            out.writeName("lastAction");
            device.lastAction().ifPresentOrElse(action -> Actions.last(action, out), out::writeNull);
            out.writeName("currentSchedule");
            device.currentSchedule().ifPresentOrElse(schedule -> Schedules.current(schedule, out), out::writeNull);
        }
        out.writeEndObject();
    }

    private static void sync(DeviceView device, JsonGenerator out) {
        out.writeName("sync");
        out.writeStartObject();
        out.writeBooleanProperty("available", device.source() != DeviceView.Source.FALLBACK);
        Values.instant(out, "lastPulledAt", device.lastPulledAt());
        out.writeEndObject();
        out.writeName("metadata");
        out.writeStartObject();
        out.writeStringProperty("model", device.model());
        out.writeStringProperty("source", device.source().wire());
        device.cacheType().ifPresent(cache -> out.writeStringProperty("cacheType", cache.wire()));
        out.writeEndObject();
    }

    /** A measurement that is not a number was not measured: the field is absent, as if it were not reported. */
    private static void state(Map<String, Object> fields, JsonGenerator out) {
        out.writeName("state");
        out.writeStartObject();
        fields.forEach((name, value) -> {
            if (!(value instanceof Double number) || Double.isFinite(number)) {
                out.writeName(name);
                Values.any(out, value);
            }
        });
        out.writeEndObject();
    }

    private static void quota(List<Quota> quota, JsonGenerator out) {
        out.writeName("quota");
        out.writeStartArray();
        for (Quota budget : quota) {
            out.writeStartObject();
            out.writeStringProperty("name", budget.name());
            out.writeNumberProperty("limit", budget.limit());
            out.writeNumberProperty("remaining", budget.remaining());
            Values.instant(out, "resetsAt", budget.resetsAt());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void commands(DeviceView device, JsonGenerator out) {
        Values.words(
                out,
                "conflictStrategies",
                device.capabilities().conflictStrategies().stream()
                        .map(ConflictStrategy::wire)
                        .toList());
        out.writeName("commands");
        out.writeRawValue(CommandTexts.of(device.capabilities()));
    }

    private static void settings(DeviceView device, JsonGenerator out) {
        out.writeName("settings");
        out.writeStartObject();
        device.capabilities().settings().forEach((setting, capability) -> {
            out.writeName(setting.wire());
            setting(capability, Optional.ofNullable(device.settings().get(setting)), out);
        });
        out.writeEndObject();
    }

    /** Bounds say that it can be written; a setting that stands at an unknown value has no {@code value}. */
    private static void setting(SettingCapability capability, Optional<SettingValue> stands, JsonGenerator out) {
        out.writeStartObject();
        stands.ifPresent(value -> {
            out.writeName("value");
            switch (value) {
                case SettingValue.Numeric numeric -> out.writeNumber(numeric.value());
                case SettingValue.Flag flag -> out.writeBoolean(flag.value());
            }
        });
        switch (capability) {
            case SettingCapability.Writable writable -> {
                out.writeStringProperty("unit", writable.unit().wire());
                out.writeNumberProperty("min", writable.min());
                writable.max().ifPresent(max -> out.writeNumberProperty("max", max));
            }
            case SettingCapability.ReadOnly readOnly ->
                out.writeStringProperty("unit", readOnly.unit().wire());
            case SettingCapability.ReadOnlyFlag flag -> {}
        }
        out.writeEndObject();
    }
}
