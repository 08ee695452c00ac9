/**
 * EV chargers that dial in: OCPP 1.6J and OCPP 2.0.1, over the sockets that the platform holds.
 *
 * <p>Front door: {@link energy.amps.connector.ocpp.OcppConnectorProvider}. Everything else is of this package.
 *
 * <pre>
 *   text ---> Frame ---> Schemas ---> Dialect (1.6 or 2.0.1) ---> Memory ---> Readings
 *                                        ^
 *   apply, configure --> Question --> Session --> Enforcement --> Dialogue (one CALL out) ---> text
 *   (on any node)        (switchboard)  (on the node that holds the socket)
 * </pre>
 *
 * <p><b>What holds.</b> A charge point stands under a <i>wish</i>: what it was last told and took, and the most that it may give.
 * To carry out an instruction is to enforce a new wish; after a reconnect, a boot, or the start of a transaction the wish that
 * stands is enforced again, because boxes drop profiles. A wish is remembered once the charge point took it; one whose outcome
 * is not known is not enforced again until the next instruction. Every frame in and out is held to the schemas of the
 * specification. At most one CALL of ours is out at a time.
 *
 * <p><b>Where state is.</b> In {@code Memory}, which the platform keeps per device, so that every node can answer a read and a
 * reconnect to another node goes on where the last one ended. A session keeps nothing but the call that is out.
 *
 * <p><b>Threads.</b> The socket's thread hears the charge point and answers it; it never waits for it. What has to be asked is
 * asked on threads of the platform's, one operation at a time.
 *
 * <p><b>What fails how.</b> Not connected: {@code DEVICE_OFFLINE}, nothing was sent. No answer to a CALL: unknown. Refused: {@code
 * UNKNOWN_ERROR}, with a sentence of ours. A frame against the schemas is answered with CALLERROR and noted for the operator.
 *
 * <p><b>Not here.</b> Sockets, passwords, which node holds what; outlets but the first; the access of RFID cards: whoever can
 * authorise at the box may charge, unless the box was told to idle.
 */
@NullMarked
package energy.amps.connector.ocpp;

import org.jspecify.annotations.NullMarked;
