/**
 * The HTTP edge: it translates, and decides nothing. Requests become calls on {@link energy.amps.server.http.Features}, values become
 * enveloped answers.
 *
 * <p><b>Front door.</b> {@link energy.amps.server.http.HttpServer}, configured by {@link energy.amps.server.http.HttpConfig}. Behind
 * it stand {@link energy.amps.server.http.Features} and, for the operator behind the management port, {@link
 * energy.amps.server.http.OperatorFeatures}, which whoever wires the platform provides.
 *
 * <p><b>Way of a request.</b> {@code ClientConnection} (bytes, deadlines) -> {@code Framing} (is it one HTTP/1.1 request) ->
 * {@code Edge} (the order of refusal of contract section 2: 401, 429, 404 route, 405, 413, 415, 403) -> {@code IdempotentCalls}
 * (a repetition under an {@code Idempotency-Key} is answered here) -> a {@code Route} of {@code Routes}, shape first -> {@code Features} -> {@code Answer} -> {@code Exchange} (log line, metrics) -> bytes.
 *
 * <p><b>Three places where a request can fail</b>, each enveloped. Before it is one: {@code MalformedRequests} answers what
 * Helidon, {@code Framing} or {@code ClientConnection} refuse, {@code 400 VALIDATION_ERROR} with the connection closed; this
 * comes before the key is looked at, because there is no request to look at. In the edge: a refusal is an {@code Answer}
 * like any other, an exception is logged once with its request id and becomes {@code 500 INTERNAL_ERROR}. While the answer is
 * written: the client is gone, the connection ends.
 *
 * <p><b>Devices that dial in</b> leave HTTP: {@code StationUpgrade} reads who calls, and a {@code StationSocket} goes on over the
 * connection, whose {@code ClientConnection} bounds its silence. Who is not admitted is a request without a key.
 *
 * <p><b>What changes something is kept.</b> A route of POST, PUT, PATCH or DELETE makes its answer by {@code Call#kept}: the feature
 * gets a {@link energy.amps.server.store.Keep} that stores the answer in the transaction of the effect. A route that forgets
 * it is found by the contract tests, and noted in the log.
 *
 * <p><b>States.</b> {@code Traffic} is open or draining. Draining refuses new requests with 503 and waits for those under way.
 *
 * <p><b>Threads.</b> One virtual thread per connection runs all of the above; {@code Exchange} and {@code ClientConnection} belong to
 * it, everything else is immutable or thread-safe.
 *
 * <p><b>Who may.</b> What a route needs is data on it: by its method {@code read} or {@code write}; {@code Route.admin()} for
 * keys that administrate. {@code OperatorDoor} lets the operator in to {@code /admin}.
 *
 * <p><b>Decisions.</b> A key comes as {@code x-api-key} or as a bearer token; two that differ are {@code INVALID_API_KEY}. Answers
 * of routes without a key have no {@code environment}. An {@code x-user-id} that is empty or given twice is an unknown user.
 * HEAD and OPTIONS are methods that no route has. An id in a path is any text without control characters; {@code .}, {@code ..}
 * and empty segments match no route.
 *
 * <p><b>Not here.</b> Any word of {@link energy.amps.server.http.shape shape} or {@link energy.amps.server.http.view JSON}, any
 * rule of the contract beyond section 2, the counting of requests.
 */
@NullMarked
package energy.amps.server.http;

import org.jspecify.annotations.NullMarked;
