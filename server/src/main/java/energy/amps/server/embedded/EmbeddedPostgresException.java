package energy.amps.server.embedded;

/**
 * The embedded PostgreSQL cannot be had. The message is one sentence for the operator: what is wrong, and what to do. It
 * holds no secret.
 */
public final class EmbeddedPostgresException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EmbeddedPostgresException(String message) {
        super(message);
    }

    EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
