package energy.amps.server.http;

import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.http.view.Envelope;
import energy.amps.server.store.Tenant;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Puts answers on the wire's terms: status, headers, bytes. */
final class Answers {

    private static final String JSON = "application/json; charset=utf-8";
    private static final String CSV = "text/csv; charset=utf-8; header=present";

    private final Features features;
    private final InstantSource clock;

    Answers(Features features, InstantSource clock) {
        this.features = features;
        this.clock = clock;
    }

    /**
     * An answer as it is sent.
     *
     * @param status of it
     * @param headers all but length, date and connection
     * @param bytes its body
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and copied by nobody
    record Wire(int status, Map<String, String> headers, byte[] bytes) {}

    /** Renders an answer, and notes in the exchange what became of it. */
    Wire render(Answer answer, Exchange exchange) {
        return switch (answer) {
            case Answer.Data data -> {
                exchange.succeeds(data.status());
                data.action().ifPresent(exchange::about);
                yield wire(
                        data.status(),
                        JSON,
                        exchange,
                        Envelope.success(
                                data.data(),
                                meta(exchange, now(exchange)),
                                exchange.tenant().map(Tenant::environment)));
            }
            case Answer.Replayed(int status, String data) -> {
                exchange.succeeds(status);
                Wire wire = wire(
                        status,
                        JSON,
                        exchange,
                        Envelope.success(
                                out -> out.writeRawValue(data),
                                meta(exchange, now(exchange)),
                                exchange.tenant().map(Tenant::environment)));
                wire.headers().put("Idempotent-Replayed", "true");
                yield wire;
            }
            case Answer.Table table -> render(inForm(table, exchange), exchange);
            case Answer.Stream stream -> throw new IllegalStateException("a stream is written, not rendered");
            case Answer.Document document -> {
                exchange.succeeds(200);
                yield wire(200, document.contentType(), exchange, document.bytes());
            }
            case Answer.Refused refused -> {
                Wire wire = failure(refused.refusal(), exchange, now(refused.refusal(), exchange));
                wire.headers().putAll(refused.headers());
                yield wire;
            }
        };
    }

    /** The head of a stream. */
    Wire head(Exchange exchange) {
        exchange.succeeds(200);
        return wire(200, "text/event-stream; charset=utf-8", exchange, new byte[0]);
    }

    private static Answer inForm(Answer.Table table, Exchange exchange) {
        return exchange.prefersCsv() ? new Answer.Document(CSV, table.csv().get()) : Answer.ok(table.data());
    }

    /** The answer to a fault of our own; asks nobody for anything that could fail again. */
    Wire fault(Exchange exchange) {
        return failure(
                Refusal.of(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side; quote the request id."),
                exchange,
                clock.instant());
    }

    private Wire failure(Refusal refusal, Exchange exchange, Instant now) {
        exchange.fails(refusal.code());
        Wire wire = wire(
                Statuses.of(refusal.code()),
                JSON,
                exchange,
                Envelope.failure(refusal, meta(exchange, now), exchange.path()));
        wire.headers().putAll(Statuses.headersOf(refusal.code()));
        return wire;
    }

    private static Wire wire(int status, String contentType, Exchange exchange, byte[] bytes) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", contentType);
        headers.put("Cache-Control", "no-store");
        headers.put("x-request-id", exchange.requestId());
        return new Wire(status, headers, bytes);
    }

    private static Envelope.Meta meta(Exchange exchange, Instant now) {
        return new Envelope.Meta(exchange.requestId(), now, exchange.elapsedMillis());
    }

    /** What cannot be served is not asked after the tenant's time: it may be the database that is away. */
    private Instant now(Refusal refusal, Exchange exchange) {
        return refusal.code() == ErrorCode.SERVICE_UNAVAILABLE ? clock.instant() : now(exchange);
    }

    private Instant now(Exchange exchange) {
        return exchange.tenant().map(features::now).orElseGet(clock::instant);
    }
}
