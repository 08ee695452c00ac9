package energy.amps.server.http;

/**
 * Sizes and counts that the edge bears. The body's limit is the contract's and not among them: {@link #BODY_BYTES}.
 *
 * @param requestLineBytes longest request line; beyond, 400
 * @param headerBytes all headers together; beyond, 400
 * @param connections open connections per listener; further ones wait in the operating system's backlog
 * @param concurrentRequests requests of the API worked on at once; beyond, 503 with {@code Retry-After}
 */
public record HttpLimits(int requestLineBytes, int headerBytes, int connections, int concurrentRequests) {

    /** Largest body (contract section 2); beyond, 413. */
    public static final int BODY_BYTES = 65_536;

    /**
     * Most bytes that the body of one request may take on the wire, chunk sizes included; a body within {@link #BODY_BYTES}
     * stays below it unless it comes in chunks of a byte or two. Beyond, 413.
     */
    public static final int BODY_WIRE_BYTES = 4 * BODY_BYTES;

    /** Seconds named by {@code Retry-After} of a 503. */
    public static final int RETRY_AFTER_SECONDS = 1;

    /** 8 KiB, 16 KiB, 10,000 connections, 512 requests. */
    public static final HttpLimits DEFAULT = new HttpLimits(8_192, 16_384, 10_000, 512);
}
