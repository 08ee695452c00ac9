package org.example.plug;

import energy.amps.connector.Metered.Operation;
import energy.amps.testkit.conformance.Fault;
import energy.amps.testkit.conformance.Tally;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The hub, as its protocol describes it, with two sockets. It shares no code with the connector. */
final class HubStandIn implements AutoCloseable {
    static final String TOKEN = "plug-token-81Hc";

    /** A socket's standing. */
    private record Plug(boolean on, int limit, int max) {}

    private final Map<String, Plug> plugs = new ConcurrentHashMap<>();
    private final Map<Operation, Fault> faults = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final ServerSocket door;

    HubStandIn() {
        plugs.put("a", new Plug(true, 0, 3700));
        plugs.put("b", new Plug(false, 0, 2300));
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    Tally tally() {
        return new Tally(calls.get(), writes.get());
    }

    void play(Fault fault, Operation during) {
        if (fault == Fault.DISPLACED) {
            // Somebody presses the button on the socket, and turns its wheel.
            plugs.replaceAll((name, plug) -> new Plug(!plug.on(), 1100, plug.max()));
        } else {
            faults.put(during, fault);
        }
    }

    void behave() {
        faults.clear();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = door.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String[] words = in.readLine().split(" ");
            calls.incrementAndGet();
            Operation operation =
                    switch (words[1]) {
                        case "ON", "OFF" -> Operation.APPLY;
                        case "MAX" -> Operation.CONFIGURE;
                        default -> Operation.READ;
                    };
            if (operation != Operation.READ) {
                writes.incrementAndGet();
            }
            String answer = answer(faults.get(operation), words);
            if (answer.isEmpty()) {
                in.readLine(); // until the caller is gone
                return;
            }
            socket.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            // The caller has hung up.
        }
    }

    /** @return empty where none comes */
    private String answer(Fault fault, String[] words) {
        if (!words[0].equals(TOKEN)) {
            return "NO TOKEN";
        }
        if (fault == null) {
            return obey(words);
        }
        return switch (fault) {
            case IGNORED -> "OK";
            case ANSWER_LOST -> {
                obey(words);
                yield "";
            }
            case SILENT -> "";
            case REFUSED -> "NO SENSE";
            case OFFLINE -> "NO OFFLINE";
            case GARBAGE -> "HTTP/1.1 200";
            case UNAVAILABLE -> "NO DOWN";
            case CREDENTIALS_EXPIRED -> "NO TOKEN";
            case QUOTA_GONE -> "NO QUOTA";
            case SCHEDULER -> "NO TIMER";
            case SLOW, DISPLACED -> obey(words);
        };
    }

    private String obey(String[] words) {
        switch (words[1]) {
            case "LIST" -> {
                return "OK hub=H1 a:3700 b:2300";
            }
            case "STATE" -> {
                Plug plug = plugs.get(words[2]);
                int watts = plug.limit() == 0 ? plug.max() : Math.min(plug.limit(), plug.max());
                return "OK on=" + (plug.on() ? 1 : 0) + " limit=" + plug.limit() + " max=" + plug.max() + " watts="
                        + (plug.on() ? watts : 0);
            }
            case "ON" ->
                plugs.computeIfPresent(
                        words[2], (name, plug) -> new Plug(true, Integer.parseInt(words[3]), plug.max()));
            case "OFF" -> plugs.computeIfPresent(words[2], (name, plug) -> new Plug(false, 0, plug.max()));
            case "MAX" ->
                plugs.computeIfPresent(
                        words[2], (name, plug) -> new Plug(plug.on(), plug.limit(), Integer.parseInt(words[3])));
            default -> {
                return "NO SENSE";
            }
        }
        return "OK";
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
