package energy.amps.testkit.vendor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The vendor. Prints {@code port=<n>} when it listens, on loopback alone, and ends when its standard input does.
 *
 * <pre>
 * POST   /devices/{id}/write     id=..., instruction=...      200, or 409 with code=..., 401, 429, 503
 * GET    /devices/{id}           200 standing=..., setting.<name>=...
 * POST   /devices/{id}/settings  id=..., setting.<name>=...   200, or 409 with code=...
 * GET    /writes/{id}            200 applied=true|false, or 404
 * GET    /calls                  200 calls=..., writes=...    so many came for devices
 * POST   /faults                 call=..., device=...|*, fault=..., times=... (0: until told otherwise), millis=...
 * DELETE /faults
 * </pre>
 */
public final class Vendor {
    /** What a device stands under before its first write. */
    public static final String UNTOUCHED = "auto.balanced";

    private static final int MOST_HANG_SECONDS = 60;
    private static final byte[] GARBAGE = {0x16, 0x03, 0x01, 0x00, 0x7f, (byte) 0xff, 0x0a, 0x0a};

    private final WriteLog log;
    private final InstantSource clock;
    private final Script script = new Script();
    private final Map<String, Map<String, String>> devices = new ConcurrentHashMap<>();
    private final Map<String, Boolean> writes = new ConcurrentHashMap<>();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final CountDownLatch never = new CountDownLatch(1);

    private Vendor(WriteLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** @param args the log's path */
    public static void main(String[] args) throws IOException {
        try (WriteLog log = WriteLog.append(Path.of(args[0]));
                ServerSocket door = new ServerSocket(0, 512, InetAddress.getLoopbackAddress())) {
            Vendor vendor = new Vendor(log, InstantSource.system());
            Thread.ofVirtual().start(() -> vendor.accept(door));
            System.out.println("port=" + door.getLocalPort());
            System.out.flush();
            while (System.in.read() >= 0) {
                // Whoever started us has something to say: nothing is expected.
            }
        }
        System.exit(0);
    }

    private void accept(ServerSocket door) {
        try {
            while (true) {
                Socket socket = door.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The door was closed: the process ends.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Wire.Request request = Wire.read(socket);
            String[] path = request.path().split("/", -1);
            switch (request.method() + " /" + path[1] + (path.length > 3 ? "/" + path[3] : "")) {
                case "POST /devices/write" -> write(socket, Call.WRITE, path[2], request.body());
                case "POST /devices/settings" -> write(socket, Call.SETTINGS, path[2], request.body());
                case "GET /devices" -> read(socket, path[2]);
                case "GET /writes" -> ask(socket, path[2]);
                case "GET /calls" ->
                    Wire.answer(
                            socket,
                            200,
                            Map.of(
                                    "calls", String.valueOf(reads.get() + written.get()),
                                    "writes", written.toString()));
                case "POST /faults" -> play(socket, request.body());
                case "DELETE /faults" -> {
                    script.clear();
                    Wire.answer(socket, 200, Map.of());
                }
                default -> Wire.answer(socket, 404, Map.of());
            }
        } catch (IOException | RuntimeException e) {
            System.err.println("a call came to nothing: " + e);
        }
    }

    private void write(Socket socket, Call call, String device, Map<String, String> body) throws IOException {
        written.incrementAndGet();
        Optional<Script.Entry> fault = script.next(call, device);
        boolean applies = fault.map(entry -> entry.fault().applies()).orElse(true);
        Map<String, String> change = new LinkedHashMap<>(body);
        String id = Optional.ofNullable(change.remove("id")).orElse("");
        synchronized (log) {
            if (applies) {
                devices.computeIfAbsent(device, key -> new ConcurrentHashMap<>())
                        .putAll(change);
            }
            writes.merge(id, applies, Boolean::logicalOr);
            log.add(new Written(
                    clock.instant(),
                    device,
                    id,
                    String.join(" ", Wire.format(change).lines().toList()),
                    applies,
                    fault.map(entry -> entry.fault().wire()).orElse("none")));
            if (isDisplaced(fault)) {
                devices.remove(device);
            }
        }
        answer(socket, fault, Map.of());
    }

    private void read(Socket socket, String device) throws IOException {
        reads.incrementAndGet();
        Optional<Script.Entry> fault = script.next(Call.READ, device);
        if (isDisplaced(fault)) {
            devices.remove(device);
        }
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("instruction", UNTOUCHED);
        shown.putAll(devices.getOrDefault(device, Map.of()));
        answer(socket, fault, shown);
    }

    private static boolean isDisplaced(Optional<Script.Entry> fault) {
        return fault.map(entry -> entry.fault() == Fault.DISPLACED).orElse(false);
    }

    private void ask(Socket socket, String write) throws IOException {
        Optional<Boolean> applied = Optional.ofNullable(writes.get(write));
        Wire.answer(
                socket,
                applied.isPresent() ? 200 : 404,
                applied.map(is -> Map.of("applied", is.toString())).orElse(Map.of()));
    }

    private void answer(Socket socket, Optional<Script.Entry> fault, Map<String, String> body) throws IOException {
        if (fault.isEmpty()) {
            Wire.answer(socket, 200, body);
            return;
        }
        switch (fault.get().fault()) {
            case REFUSE -> Wire.answer(socket, 409, Map.of("code", "DEVICE_OFFLINE"));
            case UNAVAILABLE -> Wire.answer(socket, 503, Map.of());
            case AUTH_EXPIRED -> Wire.answer(socket, 401, Map.of());
            case QUOTA_GONE -> Wire.answer(socket, 429, Map.of());
            case IGNORE, DISPLACED -> Wire.answer(socket, 200, body);
            case GARBAGE -> Wire.send(socket, GARBAGE);
            case RESET, APPLY_THEN_RESET -> Wire.reset(socket);
            case HANG, APPLY_THEN_HANG -> untilGone(socket);
            case SLOW -> {
                pause(fault.get().delay());
                Wire.answer(socket, 200, body);
            }
        }
    }

    /** Until the caller closes the connection; it sends nothing more. */
    private static void untilGone(Socket socket) throws IOException {
        socket.setSoTimeout((int) Duration.ofSeconds(MOST_HANG_SECONDS).toMillis());
        if (socket.getInputStream().read() >= 0) {
            throw new IOException("a second request before the first was answered");
        }
    }

    private void pause(Duration delay) throws IOException {
        try {
            if (never.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("cannot be");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void play(Socket socket, Map<String, String> body) throws IOException {
        script.play(
                Call.valueOf(value(body, "call").toUpperCase(Locale.ROOT)),
                value(body, "device"),
                new Script.Entry(
                        Fault.valueOf(value(body, "fault").toUpperCase(Locale.ROOT)),
                        Integer.parseInt(value(body, "times")),
                        Duration.ofMillis(Long.parseLong(value(body, "millis")))));
        Wire.answer(socket, 200, Map.of());
    }

    private static String value(Map<String, String> body, String name) {
        return Optional.ofNullable(body.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no " + name + " in the request"));
    }
}
