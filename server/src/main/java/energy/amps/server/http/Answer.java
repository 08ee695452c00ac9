package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.http.view.Content;
import energy.amps.server.store.ActionId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a request comes to. */
sealed interface Answer {

    /**
     * A success.
     *
     * @param status 2xx
     * @param data goes into the envelope
     * @param action for the log, where the answer is about one
     */
    record Data(int status, Content data, Optional<ActionId> action) implements Answer {}

    /**
     * A success that was answered before (contract section 2, <i>Idempotency-Key</i>).
     *
     * @param status of the first answer
     * @param data of the first answer, as JSON
     */
    record Replayed(int status, String data) implements Answer {}

    /**
     * A success that is JSON in the envelope, or bare CSV for whoever prefers that.
     *
     * @param data goes into the envelope
     * @param csv the same as a table, in UTF-8
     */
    record Table(Content data, Supplier<byte[]> csv) implements Answer {}

    /**
     * A refusal.
     *
     * @param refusal goes into the envelope
     * @param headers beyond those that its code always brings
     */
    record Refused(Refusal refusal, Map<String, String> headers) implements Answer {}

    /**
     * Bytes outside the envelope: the API document, metrics.
     *
     * @param contentType of the bytes
     * @param bytes as they are sent
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and copied by nobody
    record Document(String contentType, byte[] bytes) implements Answer {}

    /**
     * An answer without an end of its own, as {@code text/event-stream}.
     *
     * @param lines writes it
     */
    record Stream(Lines lines) implements Answer {}

    /** What a stream consists of. */
    @FunctionalInterface
    interface Lines {
        /**
         * Writes until the client is gone or it is over.
         *
         * @param goesOn asked now and then, at least every few seconds
         */
        void write(OutputStream out, BooleanSupplier goesOn) throws IOException, InterruptedException;
    }

    static Answer ok(Content data) {
        return new Data(200, data, Optional.empty());
    }

    static Answer refused(Refusal refusal) {
        return new Refused(refusal, Map.of());
    }

    static Answer refused(ErrorCode code, String message) {
        return refused(Refusal.of(code, message));
    }

    /** The answer of a call that may have been refused on the way. */
    static Answer of(Checked<Answer> checked) {
        return switch (checked) {
            case Checked.Passed<Answer>(Answer answer) -> answer;
            case Checked.Refused<Answer>(Refusal refusal) -> refused(refusal);
        };
    }

    /** The answer of a call that went through, made of its value. */
    static <T> Function<T, Checked<Answer>> with(Function<T, Answer> answer) {
        return value -> new Checked.Passed<>(answer.apply(value));
    }

    /** The answer of a call that cannot be refused. */
    static Supplier<Checked<Answer>> passing(Supplier<Answer> answer) {
        return () -> new Checked.Passed<>(answer.get());
    }
}
