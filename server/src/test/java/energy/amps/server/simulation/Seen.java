package energy.amps.server.simulation;

import energy.amps.command.Instruction;
import energy.amps.device.DeviceId;
import energy.amps.server.store.CustomerId;
import java.time.Instant;
import java.util.Optional;

/**
 * An action and its due row as they stand in the tables, read past everything that the platform puts in front of them.
 *
 * @param id the action's id
 * @param customer whose
 * @param device for which device
 * @param order what was asked for
 * @param place where it stands
 * @param sending what was sent
 * @param report what the integrator is told
 * @param verification what is known of its outcome
 * @param due its due row
 */
record Seen(
        String id,
        CustomerId customer,
        DeviceId device,
        Order order,
        Place place,
        Sending sending,
        Report report,
        Optional<String> verification,
        Optional<DueRow> due) {

    record Order(Instruction instruction, Optional<Instant> start, Optional<Instant> end, Instant createdAt) {
        boolean isWindow() {
            return end.isPresent();
        }

        Instant beginsAt() {
            return start.orElse(createdAt);
        }
    }

    record Place(String state, String stage) {}

    record Sending(int attempt, Optional<Instant> at, Optional<Instruction> prior, Optional<Instant> returningSince) {}

    record Report(
            Optional<Instant> acknowledgedAt,
            Optional<Instant> completedAt,
            Optional<String> errorCode,
            Optional<String> message) {}

    record DueRow(Instant at, Optional<String> owner, long token) {}

    boolean isTerminal() {
        return report.completedAt().isPresent();
    }

    boolean isDone() {
        return place.stage().equals("done");
    }

    /** Whether its device is still to be read back. */
    boolean isToBeVerified() {
        return verification.filter("pending"::equals).isPresent();
    }

    /** Whether a push that comes at {@code now} meets it as a conflict. */
    boolean conflictsAt(Instant now) {
        return switch (place.state()) {
            case "scheduled" -> true;
            case "acknowledged" -> order.end().filter(end -> !end.isAfter(now)).isEmpty();
            default -> false;
        };
    }

    String error() {
        return report.errorCode().orElse("");
    }

    @Override
    public String toString() {
        return id + " " + SimulatedVendor.text(order.instruction()) + " " + order.start() + " " + order.end() + " "
                + place + " " + sending + " " + report + " " + verification + " " + due;
    }
}
