package energy.amps.server.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The form of a URL that messages are sent to; where its host leads is {@link GuardedResolver}'s question. */
final class TargetUrl {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int PORT_MAX = 65_535;

    private TargetUrl() {}

    /** Why a URL is refused whatever it leads to; empty when its form is in order. */
    static Optional<String> refusal(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.of("malformed");
        }
        if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
            return Optional.of("scheme");
        }
        if (uri.getRawUserInfo() != null
                || (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@"))) {
            return Optional.of("userinfo");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            return Optional.of("host");
        }
        if (uri.getPort() == 0 || uri.getPort() > PORT_MAX) {
            return Optional.of("port");
        }
        return uri.getRawFragment() == null && url.chars().allMatch(c -> c > ' ' && c < 127)
                ? Optional.empty()
                : Optional.of("malformed");
    }

    /** The host without the brackets of an IPv6 literal. */
    static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The port, the scheme's own where none is given. */
    static int port(URI uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    /** Looks names up: the system's resolver, or a test's. */
    @FunctionalInterface
    interface Names {
        InetAddress[] of(String host) throws java.net.UnknownHostException;
    }
}
