package energy.amps.server.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * A request under a key, as far as it is compared: by hashes, so that neither keys nor bodies are stored.
 *
 * @param scope SHA-256 of what the key is good for
 * @param content SHA-256 of what is asked
 */
@SuppressWarnings("ArrayRecordComponent") // compared by the database, and copied by nobody
public record KeyedRequest(byte[] scope, byte[] content) {

    /**
     * Hashes a request.
     *
     * @param scope user, method, path and key; the customer and the environment go without saying
     * @param query the query as sent
     * @param body the body as sent; empty without one
     */
    public static KeyedRequest of(List<String> scope, String query, byte[] body) {
        return new KeyedRequest(
                hash(scope.stream().map(part -> part.getBytes(UTF_8)).toList()),
                hash(List.of(query.getBytes(UTF_8), body)));
    }

    /** Lengths go in too: otherwise two lists of the same letters would be one. */
    private static byte[] hash(List<byte[]> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "a request under a key";
    }
}
