package energy.amps.server.agenda;

import java.time.Instant;
import java.util.Optional;

/** The agenda's single steps, for whoever drives a node without its threads. */
public final class AgendaSteps {
    private AgendaSteps() {}

    public static void claim(Agenda agenda) {
        agenda.claimNext();
    }

    public static void keepLease(Agenda agenda) {
        agenda.keepLease();
    }

    /** The instant of the first row in memory. */
    public static Optional<Instant> nextDue(Agenda agenda) {
        return agenda.nextDue();
    }

    public static boolean isInDoubt(Agenda agenda) {
        return agenda.isInDoubt();
    }

    public static void handOutDue(Agenda agenda) {
        agenda.handOutDue();
    }
}
