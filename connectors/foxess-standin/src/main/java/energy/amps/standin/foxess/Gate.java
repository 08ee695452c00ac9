package energy.amps.standin.foxess;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who may pass: headers, signature, key, quota and pace, in this order. Thread-safe. */
final class Gate {
    /** How far a caller's clock may be off. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private final Map<String, Customer> customers = new ConcurrentHashMap<>();
    private volatile Duration queryGap = Duration.ZERO;
    private volatile Duration updateGap = Duration.ZERO;

    /** The headers of a call, as they were sent; empty texts for those that were not. */
    record Headers(String token, String timestamp, String signature) {}

    Customer customer(String key) {
        return customers.computeIfAbsent(key, any -> new Customer());
    }

    void pace(Duration query, Duration update) {
        queryGap = query;
        updateGap = update;
    }

    /** The number to refuse with; empty for who may pass. */
    Optional<Integer> refusal(String path, Headers headers, Instant now) {
        if (!isInTime(headers.timestamp(), now) || !isSigned(path, headers)) {
            return Optional.of(Errno.BAD_HEADERS);
        }
        Customer customer = customers.get(headers.token());
        if (customer == null) {
            return Optional.of(Errno.UNKNOWN_KEY);
        }
        if (customer.isExpired()) {
            return Optional.of(Errno.EXPIRED_KEY);
        }
        if (!customer.count(now)) {
            return Optional.of(Errno.QUOTA_GONE);
        }
        boolean update = path.endsWith("/set") || path.endsWith("/enable") || path.endsWith("/set/flag");
        return customer.mayCall(path, update ? updateGap : queryGap)
                ? Optional.empty()
                : Optional.of(Errno.TOO_FREQUENT);
    }

    private static boolean isInTime(String timestamp, Instant now) {
        try {
            Instant sent = Instant.ofEpochMilli(Long.parseLong(timestamp));
            return Duration.between(sent, now).abs().compareTo(CLOCK_TOLERANCE) <= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Between the parts stand four characters, not two. */
    private static boolean isSigned(String path, Headers headers) {
        String signed = path + "\\r\\n" + headers.token() + "\\r\\n" + headers.timestamp();
        try {
            byte[] hash = MessageDigest.getInstance("MD5").digest(signed.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).equals(headers.signature());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
