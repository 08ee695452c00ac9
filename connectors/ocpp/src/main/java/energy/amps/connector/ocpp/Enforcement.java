package energy.amps.connector.ocpp;

import energy.amps.connector.ocpp.Dialect.Request;
import energy.amps.connector.ocpp.Memory.Transaction;
import energy.amps.connector.ocpp.Memory.Ways;
import energy.amps.connector.ocpp.Memory.Wish;
import energy.amps.fault.FaultCode;
import java.util.Optional;
import java.util.function.Function;

/**
 * Has a charge point do what a wish says: a default limit for transactions to come, a limit on the one under way, a start where
 * a vehicle waits, a stop where nothing else stills it. Belongs to one operation.
 */
final class Enforcement {
    private final Dialect dialect;
    private final Function<Request, Dialogue.Answer> calls;
    private Memory memory;

    /** @param memory what is remembered, with the wish that is to hold */
    Enforcement(Dialect dialect, Function<Request, Dialogue.Answer> calls, Memory memory) {
        this.dialect = dialect;
        this.calls = calls;
        this.memory = memory;
    }

    /** How it went. */
    sealed interface Result {
        /** It stands under the wish. */
        record Stands() implements Result {}

        /** It refuses. */
        record Refused(FaultCode code, String message) implements Result {}

        /** A request went out, and whether it was taken is not known. */
        record Lost() implements Result {}

        /** Nothing that could change anything went out. */
        record NotSent() implements Result {}
    }

    private sealed interface Step {
        record Taken() implements Step {}

        record Refused() implements Step {}

        record Over(Result result) implements Step {}
    }

    private boolean sent;

    /** The whole of it. */
    Result everything() {
        Result coming = comingTransactions();
        return coming instanceof Result.Stands ? presentTransaction() : coming;
    }

    /** Without the limit on transactions to come. */
    Result presentTransaction() {
        Optional<Transaction> transaction = memory.transaction();
        if (transaction.isPresent()) {
            return running(transaction.get());
        }
        return wish().isCharge() && memory.outlet().isPluggedIn() ? start() : new Result.Stands();
    }

    /** The models' ways, as far as they were learnt on the way, and what now lies on the charge point. */
    Memory learnt(Memory now) {
        Memory next = now.with(memory.ways());
        boolean same = now.transaction()
                .map(Transaction::id)
                .equals(memory.transaction().map(Transaction::id));
        boolean limited = memory.transaction().filter(Transaction::limited).isPresent();
        return same ? next.with(now.transaction().map(t -> t.limited(limited))) : next;
    }

    private Wish wish() {
        return memory.wish();
    }

    private Result comingTransactions() {
        Optional<Double> limit = wish().limit();
        if (limit.isEmpty()) {
            return memory.ways().defaultSet() ? cleared() : new Result.Stands();
        }
        double kilowatts = limit.get();
        if (kilowatts == 0 && memory.ways().refusesZero()) {
            return new Result.Stands();
        }
        Step step = limited(ways -> dialect.limitDefault(kilowatts, ways));
        if (step instanceof Step.Over(Result result)) {
            if (result instanceof Result.Lost) {
                // It may lie there, and has to be lifted then.
                ways(memory.ways().withDefault(true));
            }
            return result;
        }
        if (step instanceof Step.Taken) {
            ways(memory.ways().withDefault(true));
        } else if (kilowatts == 0) {
            ways(memory.ways().refusingZero());
        }
        // Refused: the limit is laid on each transaction when it begins.
        return new Result.Stands();
    }

    private Result cleared() {
        Step step = send(dialect.clearDefault());
        if (step instanceof Step.Over(Result result)) {
            return result;
        }
        ways(memory.ways().withDefault(step instanceof Step.Refused));
        return new Result.Stands();
    }

    private Result running(Transaction transaction) {
        Optional<Double> limit = wish().limit();
        if (limit.isEmpty()) {
            return transaction.limited() ? released(transaction) : new Result.Stands();
        }
        double kilowatts = limit.get();
        return switch (limited(ways -> dialect.limit(transaction, kilowatts, ways))) {
            case Step.Taken taken -> {
                memory = memory.with(Optional.of(transaction.limited(true)));
                yield new Result.Stands();
            }
            case Step.Refused refused ->
                kilowatts == 0
                        ? concluded(
                                dialect.stop(transaction), "The charger took neither a limit of nothing nor a stop.")
                        : new Result.Refused(FaultCode.UNKNOWN_ERROR, "The charger did not take the limit.");
            case Step.Over(Result result) -> {
                if (result instanceof Result.Lost) {
                    memory = memory.with(Optional.of(transaction.limited(true)));
                }
                yield result;
            }
        };
    }

    private Result released(Transaction transaction) {
        Step step = send(dialect.clear(transaction));
        if (step instanceof Step.Taken) {
            memory = memory.with(Optional.of(transaction.limited(false)));
        }
        return switch (step) {
            case Step.Taken taken -> new Result.Stands();
            case Step.Refused refused ->
                new Result.Refused(FaultCode.UNKNOWN_ERROR, "The charger did not lift its limit.");
            case Step.Over(Result result) -> result;
        };
    }

    private Result start() {
        return concluded(dialect.start(wish().limit(), memory), "The charger did not start the session.");
    }

    private Result concluded(Request request, String refusal) {
        return switch (send(request)) {
            case Step.Taken taken -> new Result.Stands();
            case Step.Refused refused -> new Result.Refused(FaultCode.UNKNOWN_ERROR, refusal);
            case Step.Over(Result result) -> result;
        };
    }

    /** A model that nobody has asked for its unit may refuse the one, and take the other. */
    private Step limited(Function<Ways, Request> request) {
        Ways ways = memory.ways();
        Step step = send(request.apply(ways));
        if (ways.unitKnown() || !(step instanceof Step.Refused)) {
            return step;
        }
        Ways other = ways.inUnit(!ways.inAmps());
        Step second = send(request.apply(other));
        if (second instanceof Step.Taken) {
            ways(other);
        }
        return second;
    }

    private void ways(Ways next) {
        memory = memory.with(next);
    }

    private Step send(Request request) {
        Dialogue.Answer answer = calls.apply(request);
        boolean before = sent;
        sent |= !(answer instanceof Dialogue.Answer.NotSent);
        return switch (answer) {
            case Dialogue.Answer.Given(var payload) ->
                dialect.isTaken(request.action(), payload) ? new Step.Taken() : new Step.Refused();
            case Dialogue.Answer.Failed failed -> new Step.Refused();
            case Dialogue.Answer.Silence silence -> new Step.Over(new Result.Lost());
            case Dialogue.Answer.NotSent notSent -> new Step.Over(before ? new Result.Lost() : new Result.NotSent());
        };
    }
}
