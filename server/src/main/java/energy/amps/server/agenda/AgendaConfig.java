package energy.amps.server.agenda;

import java.time.Duration;

/**
 * How the agenda works.
 *
 * @param tick how often due rows are claimed
 * @param horizon how far ahead they are claimed
 * @param lease how long a node may go without a sign of life before its work is taken over
 * @param batch most rows of one claim
 * @param most most rows held in memory; beyond it, other nodes or later ticks get them
 */
public record AgendaConfig(Duration tick, Duration horizon, Duration lease, int batch, int most) {

    /** The defaults, with the two that an operator may set. */
    public static AgendaConfig of(Duration tick, Duration lease) {
        return new AgendaConfig(tick, Duration.ofSeconds(1), lease, 500, 20_000);
    }
}
