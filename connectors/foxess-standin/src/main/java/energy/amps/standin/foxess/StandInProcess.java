package energy.amps.standin.foxess;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;

/**
 * The stand-in in a process of its own, at the vendor's pace. Prints {@code port=<n>} when it listens, and ends when its
 * standard input does.
 */
public final class StandInProcess {
    private StandInProcess() {}

    /** @param args the port, 0 for any free one; then a key, whose owner has a hybrid inverter {@code 60STANDIN000001} */
    public static void main(String[] args) throws IOException {
        try (FoxEssStandIn standIn =
                FoxEssStandIn.start(args.length > 0 ? Integer.parseInt(args[0]) : 0, InstantSource.system())) {
            standIn.pace(Duration.ofSeconds(1), Duration.ofSeconds(2));
            if (args.length > 1) {
                standIn.add(args[1], Hardware.hybrid("60STANDIN000001", ZoneId.of("Europe/London")));
            }
            System.out.println("port=" + standIn.url().getPort());
            System.out.flush();
            while (System.in.read() >= 0) {
                // Whoever started us has something to say: nothing is expected.
            }
        }
    }
}
