package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.store.StoreException;
import energy.amps.server.tenant.Allowance;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Where Helidon hands a request over and takes an answer back. Helidon's own routing is never reached: which route answers
 * is the {@link Edge}'s order of refusal.
 */
final class Frontier implements Filter {

    private static final Logger LOG = LoggerFactory.getLogger(Frontier.class);

    private static final HeaderName LIMIT = HeaderNames.create("RateLimit-Limit");
    private static final HeaderName REMAINING = HeaderNames.create("RateLimit-Remaining");
    private static final HeaderName RESET = HeaderNames.create("RateLimit-Reset");

    private final Edge edge;
    private final Traffic traffic;
    private final Answers answers;
    private final RequestIds ids;
    private final Telemetry telemetry;

    Frontier(Edge edge, Traffic traffic, Answers answers, RequestIds ids, Telemetry telemetry) {
        this.edge = edge;
        this.traffic = traffic;
        this.answers = answers;
        this.ids = ids;
        this.telemetry = telemetry;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        ClientConnection connection = ClientConnection.CURRENT.get();
        Exchange exchange = new Exchange(
                ids.next(),
                connection.requestStarted(),
                request.prologue().method().text(),
                request.prologue().uriPath().rawPath());
        RequestBody body = new RequestBody(request);
        traffic.enter();
        MDC.put("requestId", exchange.requestId());
        try {
            Sent sent = answered(request, body, exchange);
            exchange.allowance().ifPresent(allowance -> tell(allowance, response));
            switch (sent) {
                case Sent.Whole(Answers.Wire wire) ->
                    send(wire, body.leavesConnectionUsable() && !traffic.isDraining(), response);
                case Sent.Stream(Answer.Lines lines) -> stream(lines, request, response, exchange);
            }
        } finally {
            if (response.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
                connection.closing();
            } else {
                connection.answered();
            }
            telemetry.finished(exchange);
            MDC.remove("actionId");
            MDC.remove("requestId");
            traffic.leave();
        }
    }

    /** How an answer goes out. */
    private sealed interface Sent {
        /** All at once. */
        record Whole(Answers.Wire wire) implements Sent {}

        /** Bit by bit. */
        record Stream(Answer.Lines lines) implements Sent {}
    }

    private Sent answered(RoutingRequest request, RequestBody body, Exchange exchange) {
        try {
            Answer answer = edge.answer(request, body, exchange);
            if (!(answer instanceof Answer.Stream(Answer.Lines lines))) {
                return new Sent.Whole(answers.render(answer, exchange));
            }
            // Whoever sends a body that nobody reads would never come to read the stream.
            return switch (body.read()) {
                case Checked.Passed<byte[]> read -> new Sent.Stream(lines);
                case Checked.Refused<byte[]>(Refusal refusal) ->
                    new Sent.Whole(answers.render(Answer.refused(refusal), exchange));
            };
        } catch (CloseConnectionException clientIsGone) {
            throw clientIsGone;
        } catch (StoreException e) {
            return new Sent.Whole(
                    e.isBusy() ? busy(exchange) : e.isWorthRetrying() ? unavailable(exchange, e) : fault(exchange, e));
        } catch (RuntimeException | Error fault) {
            return new Sent.Whole(fault(exchange, fault));
        }
    }

    /** A stream is the last answer of its connection: it ends with this node's leaving, its key's, or the client's. */
    private void stream(Answer.Lines lines, RoutingRequest request, RoutingResponse response, Exchange exchange) {
        Answers.Wire head = answers.head(exchange);
        response.status(Status.create(head.status()));
        head.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        response.header(HeaderValues.CONNECTION_CLOSE);
        try {
            try (OutputStream out = response.outputStream()) {
                lines.write(out, () -> !traffic.isDraining() && edge.stillAdmits(request));
            }
            // Helidon keeps the last chunk back until it is told that there will be no other answer.
            response.commit();
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("The client is gone", e);
        } catch (StoreException e) {
            LOG.atInfo()
                    .setCause(e)
                    .log("A stream ends because the database cannot be reached; its client takes it up again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answers.Wire fault(Exchange exchange, Throwable fault) {
        LOG.atError().setCause(fault).addKeyValue("route", exchange.route()).log("A request failed on our side");
        return answers.fault(exchange);
    }

    /** Refusing is how a full house stays quick: nothing was asked of the database, and no line but the access line tells of it. */
    private Answers.Wire busy(Exchange exchange) {
        exchange.unavailable(Unavailable.BUSY);
        return answers.render(
                Answer.refused(ErrorCode.SERVICE_UNAVAILABLE, "Too much is going on at once; try again."), exchange);
    }

    /** A write whose commit was under way when the database went may hold: the answer must not claim that it does not. */
    private Answers.Wire unavailable(Exchange exchange, StoreException e) {
        LOG.atWarn().setCause(e).addKeyValue("route", exchange.route()).log("The database cannot serve a request");
        exchange.unavailable(Unavailable.STORE);
        return answers.render(
                Answer.refused(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "The platform cannot reach its store; try again. A write may have been accepted: look before you"
                                + " repeat it."),
                exchange);
    }

    private static void tell(Allowance allowance, RoutingResponse response) {
        response.header(LIMIT, Integer.toString(allowance.limit()));
        response.header(REMAINING, Integer.toString(allowance.remaining()));
        response.header(RESET, Integer.toString(allowance.resetSeconds()));
    }

    private static void send(Answers.Wire wire, boolean keepAlive, RoutingResponse response) {
        response.status(Status.create(wire.status()));
        wire.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        if (!keepAlive) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        response.send(wire.bytes());
    }
}
