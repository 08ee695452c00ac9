package energy.amps.server.station;

import energy.amps.connector.Secret;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Tx;
import java.time.Instant;
import java.util.function.Supplier;

/** Makes addresses that devices dial. Thread-safe. */
public final class Pairings {
    /** What follows the service's own address, and comes before the token. */
    public static final String PATH = "/ocpp/";

    private final Ids ids;
    private final Supplier<String> publicUrl;

    /** @param publicUrl under which the service is found, without a slash at its end */
    public Pairings(Ids ids, Supplier<String> publicUrl) {
        this.ids = ids;
        this.publicUrl = publicUrl;
    }

    /** Has a device expected; gives the address that it has to dial, which is not to be seen again. */
    public Secret expect(Tx tx, DeviceKey device, String vendor, Instant now) {
        Secret token = new Secret(ids.secret(Tokens.LENGTH));
        tx.update(
                """
                insert into station (customer_id, environment, device_id, vendor, token_hash, created_at)
                values (?, ?, ?, ?, ?, ?)
                """,
                device.tenant().customer().value(),
                device.tenant().environment().wire(),
                device.device().value(),
                vendor,
                Tokens.hash(token),
                now);
        return new Secret(socketUrl(publicUrl.get()) + PATH + token.reveal());
    }

    /** {@code http} becomes {@code ws}, and {@code https} becomes {@code wss}. */
    private static String socketUrl(String url) {
        return url.startsWith("http") ? "ws" + url.substring("http".length()) : url;
    }
}
