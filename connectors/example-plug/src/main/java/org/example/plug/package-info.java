/**
 * An example of a connector: sockets on a hub that can be switched on, off and limited, told over TCP in lines of text.
 *
 * <pre>
 *   token LIST                    OK hub=H1 a:3700 b:2300        sockets, and the most watts that each gives
 *   token STATE a                 OK on=1 limit=2300 max=3700 watts=2290
 *   token ON a 2300               OK                             0 watts: no limit of its own
 *   token OFF a                   OK
 *   token MAX a 3000              OK
 *   anything                      NO OFFLINE, NO TOKEN, NO QUOTA, NO TIMER, NO DOWN, NO SENSE
 * </pre>
 *
 * <p>{@link org.example.plug.PlugConnectorProvider} is what the platform finds, {@code PlugConnector} speaks its language, {@code
 * Hub} the hub's. What a connector must keep is in {@code energy.amps.connector}; that this one does is shown by its conformance
 * test.
 */
package org.example.plug;
