/**
 * Devices that dial in: whose a socket is, which node holds it, and how a question reaches it from any node.
 *
 * <p>Front door: {@link energy.amps.server.station.Stations}. The edge brings a {@link energy.amps.server.station.Caller} and,
 * once it is admitted, a {@link energy.amps.server.station.Wire}; it gets an {@link energy.amps.server.station.Admission} and from
 * it a {@link energy.amps.server.station.Conversation}. {@link energy.amps.server.station.Pairings} makes the rows that devices
 * are admitted by. Connectors see {@link energy.amps.connector.Station} and {@link energy.amps.connector.Switchboard}.
 *
 * <pre>
 *   expected --- first introduction ---> claimed        by one identity and one password, for good
 *
 *   away ---- socket opened: session + 1 ----> connected to a node
 *    ^                                             |
 *    +-- closed; node died; newer socket elsewhere-+
 * </pre>
 *
 * <p><b>What holds.</b> The newest socket of a device counts. Its number is taken in the database; a node that finds a newer
 * one, or none of its own, closes what it has. A node that is no longer alive holds nothing, whatever its rows say.
 *
 * <p><b>A question from elsewhere</b> is a row of {@code station_call} that names the node of the socket. That node takes it by
 * one conditional update, asks, and writes the answer into it. Who asked may take it back as long as it was not taken; after that
 * it waits. So a question reaches its device at most once, and who dies in between leaves no more than a row that expires.
 *
 * <p><b>Threads and transactions.</b> Texts of a device are heard on its socket's thread, one after the other. Everything else
 * runs on virtual threads of this package. What a device reported is written in a transaction of its own, under the device's lock.
 *
 * <p><b>What fails how.</b> Who is not admitted learns nothing of why. A device that talks too much is cut off, and may come
 * back. Without the database a device's messages fail, which it is told, and it says them again.
 *
 * <p><b>Not here.</b> Any word of a protocol; HTTP; what a device is told.
 */
@NullMarked
package energy.amps.server.station;

import org.jspecify.annotations.NullMarked;
