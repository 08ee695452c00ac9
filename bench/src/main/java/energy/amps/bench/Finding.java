package energy.amps.bench;

/**
 * A scenario's result.
 *
 * @param machine where, and how loaded it was before
 * @param report what was found
 */
record Finding(Machine machine, Report report) {
    String markdown() {
        return report.markdown(machine);
    }
}
