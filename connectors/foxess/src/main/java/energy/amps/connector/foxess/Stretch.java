package energy.amps.connector.foxess;

/**
 * A group of the vendor's scheduler that is in force.
 *
 * @param slot when
 * @param terms what
 */
record Stretch(Slot slot, Terms terms) {

    /** The same for the same group, however it was read: by it we know ours again. */
    String text() {
        return slot.start() + "-" + slot.end() + " " + terms.workMode() + " " + terms.minSocOnGrid() + " "
                + terms.fdSoc() + " " + terms.fdPwr()
                + (terms.maxSoc().isPresent() ? " " + terms.maxSoc().getAsInt() : "");
    }
}
