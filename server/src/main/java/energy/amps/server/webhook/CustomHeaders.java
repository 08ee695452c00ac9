package energy.amps.server.webhook;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers a customer may have sent along (contract section 9). */
public final class CustomHeaders {
    /** Most of them. */
    public static final int MOST = 20;

    /** Most characters of a name. */
    public static final int NAME_MAX = 64;

    /** Most characters of a value. */
    public static final int VALUE_MAX = 512;

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");
    private static final Set<String> PREFIXES = Set.of("svix-", "webhook-", "amps-", "proxy-");

    /** Ours, those of one hop, and those that say where a message begins and ends. */
    private static final Set<String> FORBIDDEN = Set.of(
            "host",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "content-type",
            "content-encoding",
            "expect",
            "user-agent",
            "http2-settings");

    private CustomHeaders() {}

    /** Why a header cannot be sent along; empty when it can. */
    public static Optional<String> refusal(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.length() > NAME_MAX || !TOKEN.matcher(name).matches()) {
            return Optional.of("not the name of a header of at most " + NAME_MAX + " characters");
        }
        if (FORBIDDEN.contains(lower) || PREFIXES.stream().anyMatch(lower::startsWith)) {
            return Optional.of("this header is not yours to set");
        }
        if (value.length() > VALUE_MAX || !VALUE.matcher(value).matches()) {
            return Optional.of(
                    "the value has a line break, is not ASCII, or is longer than " + VALUE_MAX + " characters");
        }
        return Optional.empty();
    }
}
