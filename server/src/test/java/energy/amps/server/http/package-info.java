/**
 * The edge over real sockets, in front of {@link energy.amps.server.http.FakeFeatures}: an ordinary client for what clients send,
 * {@link energy.amps.server.http.RawClient} for what they should not.
 */
package energy.amps.server.http;
