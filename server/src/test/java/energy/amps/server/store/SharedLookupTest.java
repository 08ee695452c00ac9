package energy.amps.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statements here are answered by the test, one by one, so that who shares which is no matter of luck. */
class SharedLookupTest {
    private static final Tenant TENANT = new Tenant(new CustomerId("c"), Environment.SANDBOX);
    private static final Tenant OTHER = new Tenant(new CustomerId("c"), Environment.LIVE);

    private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    private final SharedLookup<String> lookup = new SharedLookup<>(Waits.BLOCKING, this::statement);
    private final List<Future<Optional<String>>> started = new ArrayList<>();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    /** A statement that is out. */
    private record Sent(Tenant tenant, Set<String> ids, CompletableFuture<Map<String, String>> answer) {
        /** Answers every id with itself and that word. */
        void answers(String word) {
            answer.complete(ids.stream().collect(Collectors.toMap(id -> id, id -> id + word)));
        }
    }

    private Map<String, String> statement(Tenant tenant, Set<String> ids) {
        CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
        sent.add(new Sent(tenant, ids, answer));
        try {
            return answer.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private Sent next() throws InterruptedException {
        Sent next = sent.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("another statement").isNotNull();
        return next;
    }

    private Future<Optional<String>> asks(Tenant tenant, String id) {
        return callers.submit(() -> lookup.find(tenant, id));
    }

    /** The statements with which a tenant has all the round trips under way that it may have. */
    private List<Sent> busy(Tenant tenant) throws InterruptedException {
        List<Sent> busy = new ArrayList<>();
        for (int i = 0; i < SharedLookup.ROUND_TRIPS; i++) {
            started.add(asks(tenant, "busy" + i));
            busy.add(next());
        }
        return busy;
    }

    private List<Future<Optional<String>>> wait(int many) {
        List<Future<Optional<String>>> waiting =
                IntStream.range(0, many).mapToObj(i -> asks(TENANT, "id" + i)).toList();
        await().until(() -> lookup.waiting(TENANT) == many);
        return waiting;
    }

    @AfterEach
    void nothingIsLeft() {
        sent.forEach(left -> left.answers("!"));
        callers.shutdown();
        assertThat(lookup.waiting(TENANT)).isZero();
    }

    @Test
    void oneWhoIsAloneGoesAtOnce() throws Exception {
        Future<Optional<String>> found = asks(TENANT, "a");
        Sent alone = next();
        assertThat(alone.ids()).containsExactly("a");
        alone.answers("!");
        assertThat(found.get()).contains("a!");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        Future<Optional<String>> found = asks(TENANT, "a");
        next().answer().complete(Map.of("b", "b!"));
        assertThat(found.get()).isEmpty();
    }

    @Test
    void whoComesMeanwhileSharesTheNextRoundTrip() throws Exception {
        List<Sent> busy = busy(TENANT);
        List<Future<Optional<String>>> waiting = wait(10);
        busy.getFirst().answers("!");
        Sent shared = next();
        assertThat(shared.ids()).hasSize(10);
        shared.answers("!");
        for (int i = 0; i < waiting.size(); i++) {
            assertThat(waiting.get(i).get()).contains("id" + i + "!");
        }
        busy.getLast().answers("!");
        assertThat(sent).isEmpty();
    }

    /** The claim behind "no answer hides a write": the statement that answers was sent after the look-up came. */
    @Test
    void nobodyIsAnsweredByAStatementThatWasSentBefore() throws Exception {
        List<Sent> busy = busy(TENANT);
        Future<Optional<String>> late = asks(TENANT, "busy0");
        await().until(() -> lookup.waiting(TENANT) == 1);
        busy.forEach(each -> each.answers(" of before the write"));
        next().answers(" of after it");
        assertThat(late.get()).contains("busy0 of after it");
    }

    @Test
    void aRoundTripServesSoManyAndNoMore() throws Exception {
        List<Sent> busy = busy(TENANT);
        List<Future<Optional<String>>> waiting = wait(SharedLookup.SHARED_MOST + 1);
        busy.forEach(each -> each.answers("!"));
        List<Sent> both = List.of(next(), next());
        assertThat(both.stream().map(each -> each.ids().size())).containsExactlyInAnyOrder(SharedLookup.SHARED_MOST, 1);
        both.forEach(each -> each.answers("!"));
        for (Future<Optional<String>> each : waiting) {
            assertThat(each.get()).isPresent();
        }
    }

    @Test
    void aTenantWaitsForNoOther() throws Exception {
        List<Sent> busy = busy(TENANT);
        Future<Optional<String>> found = asks(OTHER, "busy0");
        Sent own = next();
        assertThat(own.tenant()).isEqualTo(OTHER);
        own.answers(" of the other");
        assertThat(found.get()).contains("busy0 of the other");
        busy.forEach(each -> each.answers("!"));
    }

    @Test
    void aFailureIsEverybodysWhomTheStatementWasFor() throws Exception {
        List<Sent> busy = busy(TENANT);
        List<Future<Optional<String>>> waiting = wait(3);
        busy.getFirst().answers("!");
        next().answer().completeExceptionally(new IllegalStateException("broken on purpose"));
        for (Future<Optional<String>> each : waiting) {
            assertThatThrownBy(each::get).hasRootCauseMessage("broken on purpose");
        }
        busy.getLast().answers("!");
        Future<Optional<String>> after = asks(TENANT, "after");
        next().answers("!");
        assertThat(after.get()).contains("after!");
    }
}
