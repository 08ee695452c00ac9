package energy.amps.server.user;

import energy.amps.server.store.Database;
import energy.amps.server.store.Row;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the audit log calls those who were erased: a hash of their id, under a key that is this installation's and lies in its
 * database. Who knows an id can find its lines; who knows the lines cannot find the id. Thread-safe.
 */
public final class Pseudonyms {
    private static final String HMAC = "HmacSHA256";

    private final Database database;
    private volatile Optional<SecretKeySpec> key = Optional.empty();

    /** Those of the installation whose database it is. */
    public Pseudonyms(Database database) {
        this.database = database;
    }

    /** The name in place of an id. */
    public String of(String id) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key());
            return "erased_" + HexFormat.of().formatHex(mac.doFinal(id.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    private SecretKeySpec key() {
        if (key.isEmpty()) {
            key = Optional.of(database.asEngineAtOnce(
                            tx -> tx.one(Pseudonyms::key, "select encode(audit_key, 'hex') as hex from installation"))
                    .orElseThrow());
        }
        return key.get();
    }

    private static SecretKeySpec key(Row row) {
        return new SecretKeySpec(HexFormat.of().parseHex(row.text("hex")), HMAC);
    }
}
