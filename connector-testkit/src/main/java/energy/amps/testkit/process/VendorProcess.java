package energy.amps.testkit.process;

import energy.amps.testkit.vendor.Call;
import energy.amps.testkit.vendor.Fault;
import energy.amps.testkit.vendor.Vendor;
import energy.amps.testkit.vendor.Wire;
import energy.amps.testkit.vendor.WriteLog;
import energy.amps.testkit.vendor.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The scripted vendor as a process, and how a test speaks to it. Thread-safe. */
public final class VendorProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    private static final Pattern PORT = Pattern.compile("port=(\\d+)\n");

    private final JavaProcess process;
    private final URI url;
    private final Path log;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private VendorProcess(JavaProcess process, URI url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
    }

    /** Starts it. Its log of writes, and what it prints, lie in {@code folder}, which exists. */
    public static VendorProcess start(Path folder) {
        Path log = folder.resolve("vendor-writes.jsonl");
        JavaProcess process = JavaProcess.start(
                List.of(
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        jar().toString(),
                        Vendor.class.getName(),
                        log.toString()),
                Map.of(),
                folder.resolve("vendor.log"));
        String port = process.await("a port of the vendor", START_LIMIT, () -> port(process.printed()));
        return new VendorProcess(process, URI.create("http://127.0.0.1:" + port), log);
    }

    private static Optional<String> port(String printed) {
        Matcher match = PORT.matcher(printed);
        return match.find() ? Optional.of(match.group(1)) : Optional.empty();
    }

    /** Where this code lies: what puts the vendor, and its connector, on a class path. */
    public static Path jar() {
        return Path.of(URI.create(
                Vendor.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /** Its address, for the connector. */
    public URI url() {
        return url;
    }

    /** The process itself. */
    public JavaProcess process() {
        return process;
    }

    /** The next {@code times} calls to a device fail so. */
    public void play(Call call, String device, Fault fault, int times) {
        play(call, device, fault, times, Duration.ZERO);
    }

    /** All calls to all devices fail so until {@link #behave}. */
    public void playForAll(Call call, Fault fault) {
        play(call, "*", fault, 0, Duration.ZERO);
    }

    /** The next {@code times} calls to a device, or to all ({@code *}), fail so; 0 times is until {@link #behave}. */
    public void play(Call call, String device, Fault fault, int times, Duration delay) {
        call(HttpRequest.newBuilder(url.resolve("/faults"))
                .POST(HttpRequest.BodyPublishers.ofString(Wire.format(Map.of(
                        "call", call.wire(),
                        "device", device,
                        "fault", fault.wire(),
                        "times", String.valueOf(times),
                        "millis", String.valueOf(delay.toMillis()))))));
    }

    /** No more faults. */
    public void behave() {
        call(HttpRequest.newBuilder(url.resolve("/faults")).DELETE());
    }

    /** What a device stands under and what its settings stand at, by name; faults of reads play here as well. */
    public Map<String, String> device(String device) {
        return call(HttpRequest.newBuilder(url.resolve("/devices/" + device)).GET());
    }

    /** The instruction that a device stands under. */
    public String standing(String device) {
        return device(device).getOrDefault("instruction", "");
    }

    /** How many calls for devices have come in: {@code calls} of any kind, {@code writes} of them. */
    public Map<String, String> calls() {
        return call(HttpRequest.newBuilder(url.resolve("/calls")).GET());
    }

    /** Every write that ever reached it, in order of arrival. */
    public List<Written> writes() {
        return WriteLog.read(log);
    }

    /** Every write to one device. */
    public List<Written> writes(String device) {
        return writes().stream().filter(write -> write.device().equals(device)).toList();
    }

    private Map<String, String> call(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(CALL_LIMIT).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("the vendor answered " + response.statusCode());
            }
            return Wire.parse(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        process.close();
    }
}
