package energy.amps.server.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The one client that speaks to addresses that customers chose. It resolves and checks the host at each attempt, and connects
 * to the address that was checked and no other: connections are pooled by that address. No proxies, no redirects, no cookies,
 * no compression, no attempts of its own. Thread-safe.
 */
final class Post implements AutoCloseable {
    /** How long an attempt may take in all. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** How long it may take to open a connection. */
    static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    /** Most of an answer's body that is kept. */
    static final int RESPONSE_BYTES = 4_096;

    /** Most of an answer's body that is read so that the connection can be used again. */
    static final int DRAIN_BYTES = 65_536;

    /** Most connections to one address of one host. */
    static final int CONNECTIONS_PER_ADDRESS = 256;

    /** How long a connection is kept for the next message. */
    static final Duration IDLE = Duration.ofSeconds(20);

    /** Most addresses of a host that one attempt tries. */
    static final int ADDRESSES = 3;

    private static final ContentType JSON = ContentType.create("application/json");

    private final GuardedResolver resolver;
    private final Deadlines deadlines;
    private final InstantSource clock;
    private final CloseableHttpClient client;

    /**
     * @param deadlines cuts off what takes too long
     * @param clock the platform's time, which is real time
     * @param connections most connections in all
     */
    Post(GuardedResolver resolver, Deadlines deadlines, InstantSource clock, int connections) {
        this.resolver = resolver;
        this.deadlines = deadlines;
        this.clock = clock;
        PoolingHttpClientConnectionManager pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(CONNECTIONS_PER_ADDRESS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(CONNECT_LIMIT))
                        .setSocketTimeout(Timeout.of(LIMIT))
                        .setTimeToLive(TimeValue.ofMinutes(5))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .build();
        this.client = HttpClients.custom()
                .setConnectionManager(pool)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(LIMIT))
                        .setConnectionRequestTimeout(Timeout.of(LIMIT))
                        .setConnectionKeepAlive(TimeValue.of(IDLE))
                        .build())
                .evictIdleConnections(TimeValue.of(IDLE))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .build();
    }

    /** Sends a message once. */
    Result send(Message message) {
        long start = System.nanoTime();
        try {
            return sent(message, start);
        } catch (GuardedResolver.Refused e) {
            return Result.failed("refused_" + e.reason(), since(start));
        } catch (UnknownHostException e) {
            return Result.failed("dns", since(start));
        } catch (SSLException e) {
            return Result.failed("tls", since(start));
        } catch (ConnectTimeoutException e) {
            return Result.failed("timeout", since(start));
        } catch (ConnectException | NoRouteToHostException e) {
            return Result.failed("connection_failed", since(start));
        } catch (java.net.SocketTimeoutException e) {
            return Result.failed("timeout", since(start));
        } catch (IOException e) {
            return Result.failed("connection_lost", since(start));
        }
    }

    private Result sent(Message message, long start) throws IOException {
        URI uri = URI.create(message.target().url());
        List<InetAddress> addresses = resolver.checked(TargetUrl.host(uri));
        IOException last = new UnknownHostException(uri.getHost());
        for (InetAddress address :
                addresses.stream().distinct().limit(ADDRESSES).toList()) {
            try {
                return sentTo(address, uri, message, start);
            } catch (HttpHostConnectException | NoRouteToHostException e) {
                // Nothing was sent: the next address may be better.
                last = e;
            }
        }
        throw last;
    }

    private Result sentTo(InetAddress address, URI uri, Message message, long start) throws IOException {
        HttpHost host = new HttpHost(
                uri.getScheme().toLowerCase(java.util.Locale.ROOT), address, TargetUrl.host(uri), TargetUrl.port(uri));
        HttpPost request = request(uri, message);
        try (Deadlines.Running running = deadlines.begin(request::cancel)) {
            try (ClassicHttpResponse response = client.executeOpen(host, request, null)) {
                String text = beginning(response.getEntity());
                return Result.answered(response.getCode(), text, retryAfter(response), since(start));
            } catch (IOException | RuntimeException e) {
                if (running.isOver()) {
                    return Result.failed("timeout", since(start));
                }
                throw e;
            }
        }
    }

    private HttpPost request(URI uri, Message message) {
        byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
        long timestamp = clock.instant().getEpochSecond();
        String signature = Signature.of(message.target().secrets(), message.id(), timestamp, body);
        HttpPost request = new HttpPost(uri);
        request.setEntity(new ByteArrayEntity(body, JSON));
        message.target().headers().forEach(request::addHeader);
        for (String family : List.of("svix-", "webhook-")) {
            request.addHeader(family + "id", message.id());
            request.addHeader(family + "timestamp", String.valueOf(timestamp));
            request.addHeader(family + "signature", signature);
        }
        Map.of("amps-event-type", message.type(), "User-Agent", "Amps-Webhooks/1")
                .forEach(request::addHeader);
        return request;
    }

    /** Reads a little to keep, and a little more so that the connection stays usable; closing cuts off the rest. */
    private static String beginning(@org.jspecify.annotations.Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return "";
        }
        InputStream in = entity.getContent();
        byte[] kept = in.readNBytes(RESPONSE_BYTES);
        in.readNBytes(DRAIN_BYTES - kept.length);
        // What PostgreSQL cannot store, and half a character at the end, are left out.
        return new String(kept, StandardCharsets.UTF_8).replace("\0", "").replaceAll("\uFFFD+$", "");
    }

    private Optional<Duration> retryAfter(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        if (header == null || header.getValue() == null) {
            return Optional.empty();
        }
        String value = header.getValue().strip();
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(clock.instant(), at)).filter(d -> !d.isNegative());
        } catch (DateTimeParseException notADate) {
            return Optional.empty();
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Ends all attempts that are out. */
    void cutOff() {
        deadlines.cutOffAll();
    }

    @Override
    public void close() {
        deadlines.close();
        client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }
}
