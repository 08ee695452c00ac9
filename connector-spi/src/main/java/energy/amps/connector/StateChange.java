package energy.amps.connector;

/**
 * A step of a device's {@link ConnectorState}: pure, quick, and without any call to the vendor, because it runs under the
 * device's lock and may run more than once.
 */
@FunctionalInterface
public interface StateChange {

    /** The state after the step. */
    ConnectorState from(ConnectorState current);

    /** No step: the state stays as it is. */
    static StateChange none() {
        return current -> current;
    }
}
