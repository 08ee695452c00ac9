package energy.amps.server.action;

import java.util.List;

/**
 * A docket after a step, and what is to be done outside once it is committed.
 *
 * @param docket after the step
 * @param effects in order
 */
record Stepped(Docket docket, List<Effect> effects) {

    Stepped {
        effects = List.copyOf(effects);
    }

    static Stepped unchanged(Docket docket) {
        return new Stepped(docket, List.of());
    }
}
