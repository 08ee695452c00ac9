package energy.amps.server.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What values a setting takes, in words and as a parser.
 *
 * @param <T> the typed value
 */
sealed interface Domain<T> {

    String unit();

    /** What is accepted, for the table and for the message about a value that is not. */
    String range();

    /** Absent for a text that is not accepted. */
    Optional<T> parse(String text);

    /** Whether a message must not repeat the value. */
    default boolean isSecret() {
        return false;
    }

    /** Whole numbers, both ends included. */
    record Whole(String unit, int min, int max) implements Domain<Integer> {

        @Override
        public String range() {
            return min + ".." + max;
        }

        @Override
        public Optional<Integer> parse(String text) {
            try {
                int value = Integer.parseInt(text);
                return Optional.of(value).filter(number -> number >= min && number <= max);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    /** ISO 8601 durations, both ends included; the ends are texts so that the table shows them as they were written. */
    record Span(String min, String max) implements Domain<Duration> {

        @Override
        public String unit() {
            return "ISO 8601 duration";
        }

        @Override
        public String range() {
            return min + ".." + max;
        }

        @Override
        public Optional<Duration> parse(String text) {
            try {
                Duration value = Duration.parse(text);
                boolean inside = value.compareTo(Duration.parse(min)) >= 0 && value.compareTo(Duration.parse(max)) <= 0;
                return inside ? Optional.of(value) : Optional.empty();
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
    }

    /** One of some words. */
    record Choice<T>(List<T> values) implements Domain<T> {

        @Override
        public String unit() {
            return "-";
        }

        @Override
        public String range() {
            return String.join(" or ", values.stream().map(Object::toString).toList());
        }

        @Override
        public Optional<T> parse(String text) {
            return values.stream()
                    .filter(value -> value.toString().equals(text))
                    .findFirst();
        }
    }

    /** An address to listen on. No look-up of names: a listening address is a matter of this machine. */
    record Address() implements Domain<InetAddress> {

        @Override
        public String unit() {
            return "IP address";
        }

        @Override
        public String range() {
            return "an address of this machine; 0.0.0.0 or :: for all";
        }

        @Override
        public Optional<InetAddress> parse(String text) {
            try {
                return Optional.of(InetAddress.ofLiteral(text.equals("localhost") ? "127.0.0.1" : text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    /** A folder. */
    record Folder() implements Domain<Path> {

        @Override
        public String unit() {
            return "path";
        }

        @Override
        public String range() {
            return "a folder that can be written";
        }

        @Override
        public Optional<Path> parse(String text) {
            try {
                return Optional.of(Path.of(text));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        }
    }

    /** A folder that is only read. */
    record Existing() implements Domain<Path> {

        @Override
        public String unit() {
            return "path";
        }

        @Override
        public String range() {
            return "a folder that can be read";
        }

        @Override
        public Optional<Path> parse(String text) {
            return new Folder().parse(text);
        }
    }

    /** A PostgreSQL database. Secret, because such an address may hold a password. */
    record Database() implements Domain<DatabaseAddress> {

        @Override
        public String unit() {
            return "URL";
        }

        @Override
        public String range() {
            return "postgresql://[user[:password]@]host[:port]/database or jdbc:postgresql://..., PostgreSQL 15 or newer";
        }

        @Override
        public Optional<DatabaseAddress> parse(String text) {
            return DatabaseAddress.parse(text);
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    }

    /** An address of the web, without query; a slash at its end is dropped. */
    record Url() implements Domain<String> {

        @Override
        public String unit() {
            return "URL";
        }

        @Override
        public String range() {
            return "http:// or https://, a host, and a port and a path where needed";
        }

        @Override
        public Optional<String> parse(String text) {
            try {
                URI uri = new URI(text);
                boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                boolean plain =
                        uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
                return web && plain && uri.getHost() != null
                        ? Optional.of(text.replaceFirst("/+$", ""))
                        : Optional.empty();
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        }
    }

    /** Any text. */
    record Text() implements Domain<String> {

        @Override
        public String unit() {
            return "-";
        }

        @Override
        public String range() {
            return "any text";
        }

        @Override
        public Optional<String> parse(String text) {
            return Optional.of(text);
        }
    }

    /** Any text, never shown. */
    record LongHidden(int min) implements Domain<Secret> {

        @Override
        public String unit() {
            return "-";
        }

        @Override
        public String range() {
            return "a text of at least " + min + " characters";
        }

        @Override
        public Optional<Secret> parse(String text) {
            return text.length() >= min ? Optional.of(new Secret(text)) : Optional.empty();
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    }

    /** A text that must not be shown. */
    record Hidden() implements Domain<Secret> {

        @Override
        public String unit() {
            return "-";
        }

        @Override
        public String range() {
            return "any text";
        }

        @Override
        public Optional<Secret> parse(String text) {
            return Optional.of(new Secret(text));
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    }

    /** Keys of AES-256 in base64, separated by commas; never shown. */
    record EncryptionKeys() implements Domain<List<Secret>> {
        private static final int BYTES = 32;

        @Override
        public String unit() {
            return "base64";
        }

        @Override
        public String range() {
            return "32 random bytes (`openssl rand -base64 32`), or several such";
        }

        @Override
        public Optional<List<Secret>> parse(String text) {
            List<String> keys = List.of(text.split("\\s*,\\s*", -1));
            return keys.stream().allMatch(EncryptionKeys::isKey)
                    ? Optional.of(keys.stream().map(Secret::new).toList())
                    : Optional.empty();
        }

        private static boolean isKey(String text) {
            try {
                return Base64.getDecoder().decode(text).length == BYTES;
            } catch (IllegalArgumentException notBase64) {
                return false;
            }
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    }

    /** Ranges of addresses, separated by commas. */
    record Ranges() implements Domain<List<String>> {

        @Override
        public String unit() {
            return "CIDR";
        }

        @Override
        public String range() {
            return "ranges separated by commas, such as 10.0.0.0/8,fd00::/8; 0.0.0.0/0,::/0 for all";
        }

        @Override
        public Optional<List<String>> parse(String text) {
            List<String> ranges = List.of(text.split("\\s*,\\s*", -1));
            return ranges.stream().allMatch(Ranges::isRange) ? Optional.of(ranges) : Optional.empty();
        }

        private static boolean isRange(String text) {
            int slash = text.indexOf('/');
            try {
                int most = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                                .getAddress()
                                .length
                        * Byte.SIZE;
                int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
                return bits >= 0 && bits <= most;
            } catch (IllegalArgumentException notOne) {
                return false;
            }
        }
    }
}
