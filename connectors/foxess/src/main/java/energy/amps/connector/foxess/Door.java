package energy.amps.connector.foxess;

import energy.amps.connector.Account;
import energy.amps.connector.LinkedDevice;
import java.util.Optional;

/** Opens the way to a device: its account's key, and an operation under it. Thread-safe. */
final class Door {
    private final Transport transport;

    Door(Transport transport) {
        this.transport = transport;
    }

    /** The device's calls; empty when its account's key is not at hand. */
    Optional<Calls> to(LinkedDevice device, Memory memory) {
        return device.account()
                .flatMap(Account::material)
                .map(key -> new Calls(transport.session(key, device.now()), memory.sn()));
    }
}
