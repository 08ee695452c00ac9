package energy.amps.server.http;

import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.DirectHandlers;
import java.util.Optional;

/**
 * Answers what never became a request, or what Helidon itself could not go on with: enveloped like everything else, and the
 * connection closes behind it. Helidon's own texts quote the bytes that were sent and never reach a client.
 */
final class MalformedRequests implements DirectHandler {

    private final Answers answers;
    private final RequestIds ids;
    private final Telemetry telemetry;

    MalformedRequests(Answers answers, RequestIds ids, Telemetry telemetry) {
        this.answers = answers;
        this.ids = ids;
        this.telemetry = telemetry;
    }

    DirectHandlers everywhere() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, this);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders ignored,
            String helidonsMessage) {
        Optional<ClientConnection> connection =
                ClientConnection.CURRENT.isBound() ? Optional.of(ClientConnection.CURRENT.get()) : Optional.empty();
        if (connection.filter(ClientConnection::isClosing).isPresent()) {
            throw new CloseConnectionException("What follows the last request is not answered");
        }
        String path = connection.flatMap(ClientConnection::path).orElseGet(() -> withoutQuery(request.path()));
        Exchange exchange = new Exchange(
                ids.next(),
                connection.map(ClientConnection::requestStarted).orElseGet(System::nanoTime),
                request.method(),
                path);
        exchange.matched("malformed");
        Optional<String> complaint = connection.flatMap(ClientConnection::complaint);
        Refusal refusal = connection.filter(ClientConnection::readsHead).isPresent()
                ? malformed(status, complaint)
                : refusal(type, status, complaint);
        if (refusal.code() == ErrorCode.SERVICE_UNAVAILABLE) {
            exchange.unavailable(Unavailable.OVERLOAD);
        }
        Answers.Wire wire = answers.render(Answer.refused(refusal), exchange);
        connection.ifPresent(ClientConnection::closing);
        telemetry.finished(exchange);
        return response(wire);
    }

    private static Refusal refusal(EventType type, Status status, Optional<String> complaint) {
        if (status.code() == 413) {
            return Refusal.of(
                    ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than " + HttpLimits.BODY_BYTES + " bytes.");
        }
        if (status.code() == 503) {
            return Refusal.of(ErrorCode.SERVICE_UNAVAILABLE, "Too much is going on at once; try again.");
        }
        if (type == EventType.INTERNAL_ERROR || status.code() == 500) {
            return Refusal.of(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side; quote the request id.");
        }
        return malformed(status, complaint);
    }

    /** Whatever went wrong while the head was read, the bytes were wrong; Helidon has an internal error for some of them. */
    private static Refusal malformed(Status status, Optional<String> complaint) {
        String message =
                switch (status.code()) {
                    case 414 -> "The request line is too long.";
                    case 505 -> "The protocol is HTTP/1.1.";
                    default -> "This is not a well-formed HTTP/1.1 request, or its headers are too large.";
                };
        return Refusal.of(ErrorCode.VALIDATION_ERROR, complaint.orElse(message));
    }

    private static TransportResponse response(Answers.Wire wire) {
        TransportResponse.Builder response = TransportResponse.builder()
                .status(Status.create(wire.status()))
                .keepAlive(false)
                .entity(wire.bytes());
        wire.headers().forEach((name, value) -> response.header(HeaderValues.create(HeaderNames.create(name), value)));
        return response.build();
    }

    private static String withoutQuery(String path) {
        int end = path.indexOf('?');
        return end < 0 ? path : path.substring(0, end);
    }
}
