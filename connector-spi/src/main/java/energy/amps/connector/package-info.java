/**
 * The connector SPI: how one vendor's hardware is read and written.
 *
 * <p>A connector ships as a jar with a {@link energy.amps.connector.ConnectorProvider} named in
 * {@code META-INF/services}. The platform opens it once, and calls it from virtual threads, any number at a time; for one
 * device at most one write is under way. A connector blocks as it likes within {@link
 * energy.amps.connector.ConnectorProfile#callTimeout()}, is interrupted beyond it, owns no thread pool, reads no clock
 * (the instant is in {@link energy.amps.connector.LinkedDevice}), and never touches the database.
 *
 * <p><b>What it keeps.</b> One opaque, versioned {@link energy.amps.connector.ConnectorState} per device, which the platform
 * stores. A connector changes it by returning a {@link energy.amps.connector.StateChange}: a pure function from the state as
 * it stands to the next, applied under the device's lock in the transaction that records the outcome. So two calls that
 * meet cannot lose each other's change, and an outcome that was not recorded changed nothing.
 *
 * <p><b>What it sees.</b> A device may have to be read with an eye on others of its account: the connector names their families
 * when it discovers the device, and gets them as {@link energy.amps.connector.Neighbour}s of the {@link
 * energy.amps.connector.LinkedDevice}, with what it remembers of them. They are a look, not a lock.
 *
 * <p><b>Whose it is.</b> A connector whose accounts are linked by credentials implements {@link energy.amps.connector.Linking}:
 * it opens an account, answers the vendor's question for a second factor, and discovers devices. What it wants kept of an
 * account is in {@link energy.amps.connector.Account}; {@link energy.amps.connector.Credentials} are seen once.
 *
 * <p><b>What was.</b> A connector whose devices are computed implements {@link energy.amps.connector.History}. So that its
 * state stays small it may close a {@link energy.amps.connector.Chapter} of the past with any state that it returns; the
 * platform keeps chapters, and brings them when history is asked for.
 *
 * <p><b>What it costs.</b> A connector whose vendor counts calls implements {@link energy.amps.connector.Metered}: the platform
 * keeps the {@link energy.amps.connector.Budget}s over all nodes, and makes no call that would go over one.
 *
 * <p><b>Who calls whom.</b> A connector whose devices open the connection themselves implements {@link
 * energy.amps.connector.DialsIn}: the platform holds the sockets, gives each one a {@link
 * energy.amps.connector.DialedSession}, and shows it the device as a {@link energy.amps.connector.Station}. A write that begins
 * on another node than the socket's reaches the session through the {@link energy.amps.connector.Switchboard}.
 *
 * <p><b>What it answers.</b> {@link energy.amps.connector.Outcome} of a write is a value with three meanings: accepted,
 * rejected, unknown; a fourth form says that the vendor has not answered yet and when to ask again. A connector never
 * retries a write: whether a command may be sent again is the platform's decision, taken after a reading.
 */
@NullMarked
package energy.amps.connector;

import org.jspecify.annotations.NullMarked;
