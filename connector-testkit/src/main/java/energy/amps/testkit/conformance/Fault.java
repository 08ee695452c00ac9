package energy.amps.testkit.conformance;

import energy.amps.connector.Metered.Operation;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How a vendor or a device fails; a {@link Rig} plays each, or says why its protocol cannot have it. */
public enum Fault {
    /** It says yes, and does nothing. */
    IGNORED(Operation.APPLY, Operation.CONFIGURE),
    /** It does what it was told, and its answer never comes. */
    ANSWER_LOST(Operation.APPLY, Operation.CONFIGURE),
    /** It does nothing, and no answer comes. */
    SILENT(Operation.READ, Operation.APPLY, Operation.CONFIGURE),
    /** It says no, and does nothing. */
    REFUSED(Operation.READ, Operation.APPLY, Operation.CONFIGURE),
    /** The vendor says that the device cannot be reached; or, where there is no vendor, nobody answers the door. */
    OFFLINE(Operation.READ, Operation.APPLY, Operation.CONFIGURE),
    /** It does what it was told, and answers late, but within the connector's time-out. */
    SLOW(Operation.READ, Operation.APPLY, Operation.CONFIGURE),
    /** Its answer makes no sense. Whether it did what it was told is the rig's choice. */
    GARBAGE(Operation.READ, Operation.APPLY, Operation.CONFIGURE),
    /** The vendor says that its service cannot serve; nothing is done. */
    UNAVAILABLE(Operation.READ, Operation.APPLY, Operation.CONFIGURE),
    /** The vendor no longer takes the credentials; nothing is done. */
    CREDENTIALS_EXPIRED(Operation.READ, Operation.APPLY, Operation.CONFIGURE),
    /** The vendor's quota is used up; nothing is done. */
    QUOTA_GONE(Operation.READ, Operation.APPLY, Operation.CONFIGURE),
    /** The device's own scheduler is on, and in the way of a write; a command that may clear it does so first. */
    SCHEDULER(Operation.APPLY, Operation.CONFIGURE),
    /** Another controller has told the device something else. Played once a command holds. */
    DISPLACED(Operation.APPLY);

    private final Set<Operation> operations = EnumSet.noneOf(Operation.class);

    Fault(Operation... operations) {
        this.operations.addAll(Set.of(operations));
    }

    /** Whether it can come during such a call. */
    public boolean strikes(Operation operation) {
        return operations.contains(operation);
    }

    /** In the words of a table. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
