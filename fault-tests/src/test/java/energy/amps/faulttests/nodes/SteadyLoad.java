package energy.amps.faulttests.nodes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients that read and push without pause, each push to a device of its own; what was accepted and what failed is kept. */
final class SteadyLoad implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final int PAUSE_MILLIS = 50;
    private static final Pattern ID = Pattern.compile("\"id\":\"(act_\\w+)\"");
    private static final String PUSH = "{\"action\":{\"command\":\"charge\"}}";

    private final Balancer balancer;
    private final Queue<String> devices;
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> clients = new ArrayList<>();

    /** @param devices pushed to one after the other; when there are none left, only reads go on */
    SteadyLoad(Balancer balancer, List<String> devices) {
        this.balancer = balancer;
        this.devices = new ConcurrentLinkedQueue<>(devices);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofVirtual().start(this::run));
        }
    }

    private void run() {
        try {
            while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                read("/battery?limit=2");
                push();
                read("/actions?limit=2");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(String path) {
        requests.incrementAndGet();
        try {
            KeptConnection.Reply reply = balancer.send("GET", path, "");
            if (reply.status() != 200) {
                failures.add("GET " + reply);
            }
        } catch (IOException e) {
            failures.add("GET " + e + ", " + e.getCause());
        }
    }

    private void push() {
        String device = devices.poll();
        if (device == null) {
            return;
        }
        requests.incrementAndGet();
        try {
            KeptConnection.Reply reply = balancer.send("POST", "/battery/" + device, PUSH);
            Matcher id = ID.matcher(reply.body());
            if (reply.status() == 202 && id.find()) {
                accepted.add(id.group(1));
            } else {
                failures.add("POST " + reply);
            }
        } catch (IOException e) {
            failures.add("POST " + e + ", " + e.getCause());
        }
    }

    /** How many requests were sent. */
    int requests() {
        return requests.get();
    }

    /** The actions of all pushes that were answered 202. */
    List<String> accepted() {
        return List.copyOf(accepted);
    }

    /** What was answered otherwise, or not at all. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Sends nothing more; what is under way is waited for. */
    void stop() {
        closing.countDown();
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
