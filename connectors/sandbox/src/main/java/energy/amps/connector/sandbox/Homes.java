package energy.amps.connector.sandbox;

import energy.amps.connector.ConnectorState;
import energy.amps.connector.DiscoveredDevice;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The devices of a sandbox account: three homes, the same for everybody, and all untouched when they are first linked. */
final class Homes {

    private static final List<DeviceModel> MODELS = Stream.<DeviceModel[]>of(
                    BatteryModel.values(),
                    ChargerModel.values(),
                    HvacModel.values(),
                    InverterModel.values(),
                    VehicleModel.values())
            .flatMap(Arrays::stream)
            .toList();

    private Homes() {}

    /**
     * The memory of a device whose account was linked again: it keeps all that it was told, and has the traits that the
     * account has now.
     */
    static ConnectorState renewed(ConnectorState memory, Set<Trait> traits, Instant now) {
        return MemoryCodec.renewed(memory, account(traits, now));
    }

    /** The devices of an account with {@code traits}, linked at {@code now}. */
    static List<DiscoveredDevice> devices(Set<Trait> traits, Instant now) {
        Account account = account(traits, now);
        return MODELS.stream()
                .map(model -> new DiscoveredDevice(
                        model.externalId(),
                        model.displayName(),
                        model.family(),
                        MemoryCodec.encode(model, account),
                        model.sees()))
                .toList();
    }

    private static Account account(Set<Trait> traits, Instant now) {
        return traits.isEmpty() ? Account.PLAIN : new Account(traits, now);
    }
}
