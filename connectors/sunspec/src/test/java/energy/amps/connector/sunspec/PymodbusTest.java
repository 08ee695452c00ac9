package energy.amps.connector.sunspec;

import static energy.amps.connector.sunspec.House.instruction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.connector.Outcome;
import energy.amps.connector.Verdict;
import energy.amps.device.Family;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a Modbus server of other people's making, in a process of its own (pymodbus), with what was written read by a client of
 * yet others (mbpoll). Debian has both: {@code apt-get install python3-pymodbus python3-serial-asyncio
 * mbpoll}.
 */
class PymodbusTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern VALUE = Pattern.compile("\\[(\\d+)\\]:\\s+(-?\\d+)");
    private static final Path SCRIPT =
            Path.of(System.getProperty("basedir", "")).resolve("src/test/python/inverter.py");

    @TempDir
    private Path folder;

    private final SimulatedPlant map = SimulatedPlant.hybrid();
    private final House house = new House();
    private Optional<Process> device = Optional.empty();
    private int port;

    @BeforeEach
    void start() throws IOException {
        Optional<String> python = Stream.of("/usr/bin/python3", "python3")
                .filter(each -> succeeds(each, "-c", "import pymodbus.server"))
                .findFirst();
        assumeTrue(
                python.isPresent(),
                "skipped: no Python here can serve Modbus (apt-get install python3-pymodbus python3-serial-asyncio)");
        port = J2modServer.freePort();
        Path registers = Files.writeString(folder.resolve("registers"), map.dump());
        device = Optional.of(new ProcessBuilder(
                        python.orElseThrow(),
                        SCRIPT.toString(),
                        String.valueOf(port),
                        "1",
                        "40000",
                        registers.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start());
        await().atMost(LIMIT).until(this::isListening);
    }

    @AfterEach
    void end() throws InterruptedException {
        if (device.isPresent()) {
            device.get().destroyForcibly().waitFor();
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What the server says that it was told, in order. */
    private List<String> written() {
        try (Stream<String> lines = Files.lines(folder.resolve("log"))) {
            return lines.filter(line -> line.startsWith("write "))
                    .map(line -> line.substring(6))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write(int offset, int... words) {
        return map.at(124, offset)
                + IntStream.of(words).mapToObj(word -> " " + (word & 0xFFFF)).reduce("", String::concat);
    }

    /** A register, as the independent reader sees it. */
    private static int polled(int port, int address) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "mbpoll",
                        "-m",
                        "tcp",
                        "-0",
                        "-1",
                        "-a",
                        "1",
                        "-t",
                        "4",
                        "-r",
                        String.valueOf(address),
                        "-p",
                        String.valueOf(port),
                        "127.0.0.1")
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        Matcher value = VALUE.matcher(printed);
        assertThat(value.find()).as(printed).isTrue();
        assertThat(value.group(1)).isEqualTo(String.valueOf(address));
        return (short) Integer.parseInt(value.group(2));
    }

    /** The same registers with the battery at rest, for whoever starts the server without this JVM. */
    @Test
    void registersInTheFileAreThePlants() throws IOException {
        map.home(0);
        assertThat(Files.readString(SCRIPT.resolveSibling("hybrid.txt")).strip())
                .isEqualTo(map.dump());
    }

    @Test
    void installationIsFoundAndRead() {
        assertThat(house.link(port).externalId()).isEqualTo("Ohm/SN-0815/1");
        assertThat(house.state().level().orElseThrow().percent()).isEqualTo(50);
        assertThat(house.state().chargeRate().orElseThrow().kilowatts()).isEqualTo(-0.8);
        assertThat(house.reading(Family.SOLAR_INVERTER).state().fields()).containsEntry("currentPower", 3.0);
        assertThat(written()).isEmpty();
    }

    @Test
    void chargeAndDischargeWindowsAreWrittenAndGivenBack() {
        house.link(port);
        Instruction charge = instruction(Command.CHARGE, Parameter.POWER, 2.5);
        assertThat(house.open(charge, Duration.ofMinutes(10))).isInstanceOf(Outcome.Accepted.class);
        assertThat(written()).containsExactly(write(15, 1), write(13, 600), write(10, -5000, 5000), write(3, 3));
        assertThat(house.reading(Family.BATTERY).standing()).contains(charge);

        house.give(Command.AUTO_BALANCED);
        assertThat(written().subList(4, written().size()))
                .containsExactly(write(3, 0), write(15, 0), write(13, 0), write(10, 10_000, 10_000));

        Instruction discharge = instruction(Command.DISCHARGE, Parameter.TARGET, 20);
        assertThat(house.open(discharge, Duration.ofMinutes(5))).isInstanceOf(Outcome.Accepted.class);
        assertThat(written().subList(8, written().size()))
                .containsExactly(write(5, 2000), write(13, 300), write(10, 10_000, -10_000), write(3, 1));
        assertThat(house.connector.verify(house.battery(), discharge, house.reading(Family.BATTERY)))
                .isEqualTo(Verdict.HOLDS);
        house.give(Command.AUTO_BALANCED);
        assertThat(house.reading(Family.BATTERY).standing()).contains(instruction(Command.AUTO_BALANCED));
    }

    @Test
    void independentReaderSeesWhatWasWritten() throws IOException, InterruptedException {
        assumeTrue(succeeds("mbpoll", "-V"), "skipped: no mbpoll here (apt-get install mbpoll)");
        house.link(port);
        assertThat(polled(port, map.at(124, 3))).isZero();
        house.open(instruction(Command.CHARGE, Parameter.POWER, 1.5), Duration.ofMinutes(1));
        assertThat(polled(port, map.at(124, 3))).isEqualTo(3);
        assertThat(polled(port, map.at(124, 10))).isEqualTo(-3000);
        assertThat(polled(port, map.at(124, 11))).isEqualTo(3000);
        assertThat(polled(port, map.at(124, 13))).isEqualTo(60);
        assertThat(polled(port, map.at(124, 15))).isEqualTo(1);
    }
}
