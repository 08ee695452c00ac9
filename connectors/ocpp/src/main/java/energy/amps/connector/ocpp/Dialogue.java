package energy.amps.connector.ocpp;

import energy.amps.connector.ocpp.Dialect.Request;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Our side of a conversation: one CALL is out at a time (1.6J section 4.1.1), and waits for its answer. Thread-safe. */
final class Dialogue {
    /** How long a charge point may take to answer. */
    static final Duration PATIENCE = Duration.ofSeconds(6);

    private final Consumer<String> wire;
    private final Schemas schemas;
    private final Duration patience;
    private final Semaphore turn = new Semaphore(1, true);
    private final AtomicLong ids = new AtomicLong();
    private final AtomicReference<@Nullable Waiting> waiting = new AtomicReference<>();
    private volatile boolean closed;

    /** @param wire where texts go out */
    Dialogue(Consumer<String> wire, Schemas schemas, Duration patience) {
        this.wire = wire;
        this.schemas = schemas;
        this.patience = patience;
    }

    /** What came of a CALL. */
    sealed interface Answer {
        /** It was answered. */
        record Given(JsonNode payload) implements Answer {}

        /** It was answered with an error: nothing was done. */
        record Failed(String code) implements Answer {}

        /** It went out, and there was no usable answer. */
        record Silence() implements Answer {}

        /** It did not go out. */
        record NotSent() implements Answer {}
    }

    private record Waiting(String id, String action, CompletableFuture<Answer> answer) {}

    /**
     * Calls, and waits.
     *
     * @throws IllegalStateException when the request is not as the specification wants it, which is our fault
     */
    Answer call(Request request) {
        schemas.inRequest(request.action(), request.payload()).ifPresent(problem -> {
            throw new IllegalStateException(request.action() + " is not as specified: " + problem.what());
        });
        try {
            if (closed || !turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Answer.NotSent();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.NotSent();
        }
        try {
            return callInTurn(request);
        } finally {
            turn.release();
        }
    }

    private Answer callInTurn(Request request) {
        Waiting mine = new Waiting(Long.toString(ids.incrementAndGet()), request.action(), new CompletableFuture<>());
        waiting.set(mine);
        if (closed) {
            waiting.set(null);
            return new Answer.NotSent();
        }
        wire.accept(new Frame.Call(mine.id(), request.action(), request.payload()).text());
        try {
            return mine.answer().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Answer.Silence();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Silence();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer never fails", e);
        } finally {
            waiting.set(null);
        }
    }

    /**
     * The charge point answered something.
     *
     * @return what is wrong with it, if anything; an answer to nothing that waits is dropped
     */
    String heard(Frame frame) {
        Waiting mine = waiting.get();
        return switch (frame) {
            case Frame.Result(String id, JsonNode payload)
            when mine != null && mine.id().equals(id) ->
                schemas.inResponse(mine.action(), payload)
                        .map(problem -> {
                            mine.answer().complete(new Answer.Silence());
                            return mine.action() + " answered against its schema: " + problem.what();
                        })
                        .orElseGet(() -> {
                            mine.answer().complete(new Answer.Given(payload));
                            return "";
                        });
            case Frame.Failure(String id, String code, String description)
            when mine != null && mine.id().equals(id) -> {
                mine.answer().complete(new Answer.Failed(code));
                yield "";
            }
            case Frame other -> "an answer to nothing that was asked";
        };
    }

    /** Nothing more goes out, and nothing more comes. */
    void close() {
        closed = true;
        Waiting mine = waiting.get();
        if (mine != null) {
            mine.answer().complete(new Answer.Silence());
        }
    }
}
