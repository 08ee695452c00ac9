package energy.amps.server.device;

import energy.amps.command.Setting;
import energy.amps.device.Capabilities;
import energy.amps.device.DeviceId;
import energy.amps.device.DeviceState;
import energy.amps.device.Family;
import energy.amps.device.SettingValue;
import energy.amps.server.store.UserId;
import energy.amps.server.vendor.Quota;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A device as the API shows it (contract section 3).
 *
 * @param id its id
 * @param family its family
 * @param vendor its vendor's name
 * @param model the vendor's name of the model
 * @param user whose it is
 * @param plantZone the zone of its plant, where known
 * @param source where the rest of it comes from
 * @param cacheType of which freshness the cache was asked, when it comes from there
 * @param lastPulledAt when it was last seen; empty when nothing that was seen is at hand
 * @param state what it does; empty likewise
 * @param capabilities what it accepts
 * @param settings what its settings stand at; empty when it has none
 * @param lastAction its newest action
 * @param currentSchedule its schedule that is pending or active
 * @param quota how what its vendor allows stands, where the vendor counts calls and somebody has looked
 */
public record DeviceView(
        DeviceId id,
        Family family,
        String vendor,
        String model,
        UserId user,
        Optional<ZoneId> plantZone,
        Source source,
        Optional<Freshness> cacheType,
        Optional<Instant> lastPulledAt,
        Optional<DeviceState> state,
        Capabilities capabilities,
        Map<Setting, SettingValue> settings,
        Optional<LastAction> lastAction,
        Optional<CurrentSchedule> currentSchedule,
        Optional<List<Quota>> quota) {

    /** The same, with what its vendor allows. */
    DeviceView with(Optional<List<Quota>> looked) {
        return new DeviceView(
                id,
                family,
                vendor,
                model,
                user,
                plantZone,
                source,
                cacheType,
                lastPulledAt,
                state,
                capabilities,
                settings,
                lastAction,
                currentSchedule,
                looked);
    }

    /** Where a reading comes from, as {@code metadata.source} says it. */
    public enum Source {
        /** Computed for this instant. */
        PROJECTION("projection"),
        /** Asked of the vendor a while ago, and young enough. */
        CACHE("cache"),
        /** Asked of the vendor for this answer. */
        LIVE("live"),
        /** What was last stored, the vendor not being asked or not answering; may be nothing at all. */
        FALLBACK("fallback");

        private final String wire;

        Source(String wire) {
            this.wire = wire;
        }

        /** The word as it stands in JSON. */
        public String wire() {
            return wire;
        }
    }
}
