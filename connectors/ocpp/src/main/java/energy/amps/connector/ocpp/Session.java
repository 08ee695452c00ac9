package energy.amps.connector.ocpp;

import energy.amps.connector.DialedSession;
import energy.amps.connector.Station;
import energy.amps.connector.Switchboard;
import energy.amps.connector.ocpp.Dialect.Heard;
import energy.amps.connector.ocpp.Dialect.Note;
import energy.amps.connector.ocpp.Dialect.Request;
import energy.amps.connector.ocpp.Memory.Transaction;
import energy.amps.connector.ocpp.Memory.Wish;
import energy.amps.device.EvChargerStatus;
import energy.amps.fault.FaultCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A charge point's open socket, as OCPP is spoken over it. Thread-safe. */
final class Session implements DialedSession {
    /** How long an operation waits for the one before it. */
    static final Duration TURN = Duration.ofSeconds(10);

    /** How long a charge point that came back may take to say something before it is spoken to. */
    static final Duration FIRST_WORD = Duration.ofSeconds(20);

    private final Station station;
    private final Dialect dialect;
    private final Schemas schemas;
    private final Dialogue dialogue;
    private final ReentrantLock operations = new ReentrantLock(true);
    private final CountDownLatch spoken = new CountDownLatch(1);
    private final AtomicBoolean greeted = new AtomicBoolean();

    Session(Station station, Dialect dialect, Schemas schemas, Duration patience) {
        this.station = station;
        this.dialect = dialect;
        this.schemas = schemas;
        this.dialogue = new Dialogue(station::send, schemas, patience);
    }

    /** A charge point that is known already came back: it need not boot for that, and it may have dropped what it was told. */
    void opened() {
        if (station.isIntroduced()) {
            station.later(() -> {
                try {
                    if (!spoken.await(FIRST_WORD.toMillis(), TimeUnit.MILLISECONDS)) {
                        station.complain("silent after it connected");
                    }
                    if (greeted.compareAndSet(false, true)) {
                        greet(List.of(dialect.greetings().getLast()));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    @Override
    public void received(String text) {
        switch (Frame.of(text)) {
            case Frame.Call call -> answer(call);
            case Frame.Garbage(Optional<String> id, String problem) -> {
                station.complain(problem);
                // What a broken frame asks, 1.6 leaves open; an id of -1 is how 2.0.1 answers one whose own is not
                // readable.
                station.send(new Frame.Failure(
                                id.orElse("-1"),
                                dialect.version() == OcppVersion.V1_6 ? "FormationViolation" : "RpcFrameworkError",
                                problem)
                        .text());
            }
            case Frame answer -> {
                String problem = dialogue.heard(answer);
                if (!problem.isEmpty()) {
                    station.complain(problem);
                }
            }
        }
        spoken.countDown();
    }

    private void answer(Frame.Call call) {
        if (!schemas.knows(call.action())) {
            refuse(call, "NotImplemented", "not spoken here");
            return;
        }
        Optional<Schemas.Problem> problem = schemas.inRequest(call.action(), call.payload());
        if (problem.isPresent()) {
            refuse(call, problem.get().code(), problem.get().what());
            return;
        }
        if (!station.isIntroduced() && !call.action().equals(Actions.BOOT_NOTIFICATION)) {
            refuse(call, "SecurityError", "boot first");
            return;
        }
        try {
            answer(call, dialect.hear(call.action(), call.payload(), station.now()));
        } catch (RuntimeException e) {
            // It asks again when it hears that we failed; what it said is not lost.
            refuse(call, "InternalError", "try again");
            throw e;
        }
    }

    private void refuse(Frame.Call call, String code, String what) {
        station.complain((Actions.isOne(call.action()) ? call.action() : "a message") + ": " + code + " " + what);
        station.send(new Frame.Failure(call.id(), code, what).text());
    }

    private void answer(Frame.Call call, Heard heard) {
        switch (heard) {
            case Heard.Answered(ObjectNode answer) -> reply(call, answer);
            case Heard.Introduced(String model) -> introduced(call, model);
            case Heard.NotSpoken notSpoken -> refuse(call, "NotSupported", "not sent by a charge point");
            case Heard.Noted(Function<Memory, Note> step) -> {
                Step taken = take(step);
                reply(call, taken.note().answer());
                react(taken.before(), taken.note().memory());
            }
        }
    }

    private void reply(Frame.Call call, ObjectNode answer) {
        schemas.inResponse(call.action(), answer).ifPresent(problem -> {
            throw new IllegalStateException(call.action() + " is answered against its schema: " + problem.what());
        });
        station.send(new Frame.Result(call.id(), answer).text());
    }

    private void introduced(Frame.Call call, String model) {
        boolean taken = station.introduce(model);
        if (taken) {
            take(memory -> new Note(memory.speaking(dialect.version()), Json.object()));
        }
        reply(call, dialect.welcome(taken, station.now()));
        if (!taken) {
            station.close("this link is another charge point's");
        } else {
            greeted.set(true);
            station.later(() -> greet(dialect.greetings()));
        }
    }

    private record Step(Memory before, Note note) {}

    /** What is remembered takes a step; what it shows then is told. */
    private Step take(Function<Memory, Note> step) {
        AtomicReference<Step> taken = new AtomicReference<>();
        station.remember(current -> {
            Memory before = Memory.of(current);
            Note note = step.apply(before);
            taken.set(new Step(before, note));
            return note.memory().equals(before) ? current : note.memory().state();
        });
        Step last = taken.get();
        if (!last.note().memory().equals(last.before())) {
            Readings.of(last.note().memory(), station.now()).ifPresent(station::saw);
        }
        return last;
    }

    /** Whether what the charge point said calls for the wish to be enforced anew. */
    private void react(Memory before, Memory now) {
        boolean begun = now.transaction().isPresent()
                && !now.transaction()
                        .map(Transaction::id)
                        .equals(before.transaction().map(Transaction::id));
        boolean onOtherPhases = now.ways().inAmps()
                && now.transaction().filter(Transaction::limited).isPresent()
                && !now.transaction()
                        .flatMap(Transaction::phases)
                        .equals(before.transaction().flatMap(Transaction::phases));
        boolean waits =
                now.outlet().status().filter(EvChargerStatus.CONNECTED::equals).isPresent()
                        && !before.outlet().status().equals(now.outlet().status())
                        && now.transaction().isEmpty()
                        && now.wish().isCharge();
        if (((begun || onOtherPhases) && now.wish().limit().isPresent()) || waits) {
            station.later(() -> inTurn(() -> {
                enforceAgain(false);
                return true;
            }));
        }
    }

    private void greet(List<Request> requests) {
        inTurn(() -> {
            for (Request request : requests) {
                if (dialogue.call(request) instanceof Dialogue.Answer.Given(JsonNode payload)) {
                    take(memory -> new Note(
                            memory.with(dialect.learn(request.action(), payload, memory.ways())), Json.object()));
                }
            }
            enforceAgain(true);
            return true;
        });
    }

    /** Under the lock of operations: what stands, stands again. A vehicle that is full, or was stopped, is not started anew. */
    private void enforceAgain(boolean everything) {
        Memory memory = Memory.of(station.device().state());
        boolean finished = memory.outlet()
                .status()
                .filter(EvChargerStatus.FINISHED::equals)
                .isPresent();
        boolean nothingTold = memory.wish().limit().isEmpty() && !memory.wish().isCharge();
        if (nothingTold || (finished && memory.transaction().isEmpty())) {
            return;
        }
        Enforcement enforcement = new Enforcement(dialect, dialogue::call, memory);
        Enforcement.Result result = everything ? enforcement.everything() : enforcement.presentTransaction();
        take(now -> new Note(enforcement.learnt(now), Json.object()));
        if (!(result instanceof Enforcement.Result.Stands)) {
            station.complain("what it was told before could not be said again");
        }
    }

    @Override
    public Switchboard.Reply ask(String question) {
        return inTurn(() -> put(Question.read(question)))
                .map(result -> (Switchboard.Reply) new Switchboard.Reply.Answered(Question.answer(result)))
                .orElseGet(() -> new Switchboard.Reply.NotSent(FaultCode.TIMEOUT));
    }

    private Enforcement.Result put(Question question) {
        Memory memory = Memory.of(station.device().state());
        Wish wish = question.on(memory.wish());
        Enforcement enforcement = new Enforcement(dialect, dialogue::call, memory.with(wish));
        Enforcement.Result result = enforcement.everything();
        switch (result) {
            case Enforcement.Result.Stands stands ->
                take(now -> new Note(enforcement.learnt(now).with(question.on(now.wish())), Json.object()));
            case Enforcement.Result.Refused refused -> {
                take(now -> new Note(enforcement.learnt(now), Json.object()));
                enforceAgain(true);
            }
            case Enforcement.Result.Lost lost ->
                // It may stand under the one or the other: until it is told anew, it is not told again.
                take(now -> new Note(enforcement.learnt(now).with(now.wish().unknown()), Json.object()));
            case Enforcement.Result.NotSent notSent -> {
                // Nothing has changed.
            }
        }
        return result;
    }

    private <T> Optional<T> inTurn(Supplier<T> operation) {
        try {
            if (!operations.tryLock(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(operation.get());
        } finally {
            operations.unlock();
        }
    }

    @Override
    public void closed() {
        dialogue.close();
        spoken.countDown();
        greeted.set(true);
    }
}
