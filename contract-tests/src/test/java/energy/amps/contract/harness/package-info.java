/**
 * What the contract tests stand on: a server to talk to, a client that trusts nothing, and the devices behind it.
 *
 * <p>{@link energy.amps.contract.harness.Target} says where the server is. With {@code AMPS_URL} in the environment it is
 * that one; without, the packaged server is started once per test JVM as a process of its own, on free ports and a fresh
 * data folder, and ended with the JVM.
 *
 * <p>{@link energy.amps.contract.harness.Api} sends. Every call names the status that it expects. Every answer is held
 * to the server's own OpenAPI document ({@link energy.amps.contract.harness.ApiDocument}), and so is every request that is
 * meant to be valid: an undocumented path, status, header or key fails the test that met it. Requests that are malformed
 * on purpose go through {@code unchecked}.
 *
 * <p>{@link energy.amps.contract.harness.Batteries} finds devices by what they declare, never by model, and
 * {@link energy.amps.contract.harness.DrainedDevices} leaves none of them with an unfinished action before a test. The
 * devices are shared, so tests run one after the other.
 *
 * <p>Nothing here knows a class of the server. Time is the server's: {@code meta.timestamp} of an answer.
 */
@NullMarked
package energy.amps.contract.harness;

import org.jspecify.annotations.NullMarked;
