package energy.amps.contract.harness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A charger that dials in over the JDK's own WebSocket, and says nothing by itself. */
public final class Charger implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int LIMIT_SECONDS = 20;

    private final WebSocket socket;
    private final Heard heard;
    private int messages;

    private Charger(WebSocket socket, Heard heard) {
        this.socket = socket;
        this.heard = heard;
    }

    /**
     * Who dials.
     *
     * @param pairingUrl what
     * @param identity its name
     * @param password its password, if it has one
     * @param subprotocol what it speaks
     */
    public record Dial(String pairingUrl, String identity, Optional<String> password, String subprotocol) {}

    /** Opens the socket. */
    public static Charger connected(Dial dial) {
        Heard heard = new Heard();
        return new Charger(open(dial, heard), heard);
    }

    /** The HTTP status that a caller is refused with. */
    public static int refusal(Dial dial) {
        try {
            open(dial, new Heard()).abort();
            throw new AssertionError("let in");
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    private static WebSocket open(Dial dial, Heard heard) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(LIMIT_SECONDS))
                .subprotocols(dial.subprotocol());
        dial.password()
                .ifPresent(password -> builder.header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                (dial.identity() + ":" + password).getBytes(StandardCharsets.UTF_8))));
        String url = dial.pairingUrl() + "/" + dial.identity().replace(" ", "%20");
        return builder.buildAsync(URI.create(url), heard).join();
    }

    /** The sub-protocol that the server chose; empty for none. */
    public String subprotocol() {
        return socket.getSubprotocol();
    }

    /** Says something; gives the next text that comes. */
    public JsonNode call(String action, String payload) {
        send("[2,\"m" + ++messages + "\",\"" + action + "\"," + payload + "]");
        return next();
    }

    /** Sends a text as it is. */
    public void send(String text) {
        socket.sendText(text, true).join();
    }

    /** The next text that comes. */
    public JsonNode next() {
        try {
            String text = heard.texts.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("nothing came");
            }
            return Json.parse(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The code that the server closed the socket with. */
    public int closedWith() {
        try {
            Integer code = heard.codes.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (code == null) {
                throw new AssertionError("it stays open");
            }
            return code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> codes = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                texts.add(text.toString());
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(webSocket, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            codes.add(statusCode);
            return WebSocket.Listener.super.onClose(webSocket, statusCode, reason);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            if (error instanceof IOException) {
                codes.add(-1);
            }
        }
    }
}
