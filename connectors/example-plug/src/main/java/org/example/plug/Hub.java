package org.example.plug;

import energy.amps.fault.FaultCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Speaks to the hub: a connection per question, and each question asked once. Thread-safe. */
final class Hub {
    /** Below the time-out that the profile declares, so that what is late is told as late and not cut off. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final InetSocketAddress address;

    Hub(InetSocketAddress address) {
        this.address = address;
    }

    /** What came back: three meanings, as everything that is written has. */
    sealed interface Answer {
        /** The hub did it. */
        record Ok(String text) implements Answer {
            /** Its words of the form {@code name=value}. */
            Map<String, String> values() {
                Map<String, String> values = new HashMap<>();
                for (String word : text.split(" ")) {
                    int equals = word.indexOf('=');
                    if (equals > 0) {
                        values.put(word.substring(0, equals), word.substring(equals + 1));
                    }
                }
                return values;
            }
        }

        /** The hub did not do it, or nothing ever reached the hub. */
        record No(FaultCode code) implements Answer {}

        /** It was asked, and may have done it or not. */
        record Nothing(FaultCode code) implements Answer {}
    }

    Answer ask(String token, String question) {
        boolean sent = false;
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            // Resolved anew each time: the hub's address may change.
            socket.connect(
                    new InetSocketAddress(address.getHostString(), address.getPort()), (int) PATIENCE.toMillis());
            sent = true;
            socket.getOutputStream().write((token + " " + question + "\n").getBytes(StandardCharsets.UTF_8));
            return answer(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine());
        } catch (SocketTimeoutException e) {
            return sent ? new Answer.Nothing(FaultCode.TIMEOUT) : new Answer.No(FaultCode.NETWORK_ERROR);
        } catch (IOException e) {
            return sent ? new Answer.Nothing(FaultCode.NETWORK_ERROR) : new Answer.No(FaultCode.NETWORK_ERROR);
        }
    }

    /** @param line null where the hub hung up without a word */
    private static Answer answer(String line) {
        if (line == null) {
            return new Answer.Nothing(FaultCode.NETWORK_ERROR);
        }
        if (line.equals("OK") || line.startsWith("OK ")) {
            return new Answer.Ok(line.substring(2).strip());
        }
        return switch (line) {
            case "NO OFFLINE" -> new Answer.No(FaultCode.DEVICE_OFFLINE);
            case "NO TOKEN" -> new Answer.No(FaultCode.INVALID_CREDENTIALS);
            case "NO QUOTA" -> new Answer.No(FaultCode.RATE_LIMITED);
            case "NO TIMER" -> new Answer.No(FaultCode.SCHEDULER_ACTIVE);
            case "NO DOWN" -> new Answer.No(FaultCode.SERVICE_UNAVAILABLE);
            case "NO SENSE" -> new Answer.No(FaultCode.UNKNOWN_ERROR);
            default -> new Answer.Nothing(FaultCode.UNKNOWN_ERROR);
        };
    }
}
