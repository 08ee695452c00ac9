/**
 * Answers as JSON (contract sections 2, 3, 5 and 7): features' records in, bytes out.
 *
 * <p><b>Front doors.</b> {@link energy.amps.server.http.view.Envelope} puts an answer into its envelope. What goes inside comes as a
 * {@link energy.amps.server.http.view.Content} from {@link energy.amps.server.http.view.Devices} or {@link
 * energy.amps.server.http.view.Actions}.
 *
 * <p><b>Invariants.</b> Everything is streamed, no tree is built. Instants are UTC with milliseconds and {@code Z}. Decimals that a
 * caller sent come back digit for digit, never in scientific notation; measured doubles are cut to six decimals and shed
 * their trailing zeros, so that {@code 46.300000000000004} reads {@code 46.3}. A key is absent or null exactly where the
 * contract says so, and in the contract's order. What is shown once is written by {@code Values#secret} and by nothing else: what
 * is kept of an answer for its repetition has null there.
 *
 * <p><b>Threads, failures.</b> All of it is stateless. Writing to memory cannot fail; a value that JSON has no form for is a defect
 * of whoever made it, and ends as the caller's 500.
 *
 * <p><b>Not here.</b> Statuses and headers.
 */
@NullMarked
package energy.amps.server.http.view;

import org.jspecify.annotations.NullMarked;
