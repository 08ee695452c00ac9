package energy.amps.server.history;

import energy.amps.check.Checked;
import energy.amps.connector.Chapter;
import energy.amps.connector.ConnectorProfile.Retrieval;
import energy.amps.connector.History;
import energy.amps.connector.History.OfNeighbour;
import energy.amps.connector.History.Past;
import energy.amps.connector.Sample;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.device.DevicePast;
import energy.amps.server.device.Pasts;
import energy.amps.server.store.Database;
import energy.amps.server.tenant.Caller;
import energy.amps.server.tenant.TenantClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a customer's devices did. Thread-safe. */
public final class Histories {
    private final Database database;
    private final Pasts pasts;
    private final TenantClock clock;

    public Histories(Database database, Pasts pasts, TenantClock clock) {
        this.database = database;
        this.pasts = pasts;
        this.clock = clock;
    }

    /** What a device of a family did; a device is found by the rules of its read, and no vendor is asked. */
    public Checked<DeviceHistory> read(Caller caller, Family family, DeviceId device, HistoryRequest request) {
        Instant now = clock.now(caller.tenant());
        return Span.of(request, now).then(span -> pasts.find(caller, family, device, span.earliest(), now, now)
                .then(past -> new Checked.Passed<>(history(past, span))));
    }

    private DeviceHistory history(DevicePast past, Span span) {
        Family family = past.linked().family();
        List<Instant> edges = span.edges(past.linked().plantZone());
        List<Sample> samples = samples(past, edges);
        if (samples.size() != edges.size() - 1) {
            throw new IllegalStateException(
                    samples.size() + " samples for " + (edges.size() - 1) + " intervals of " + past.key());
        }
        List<DeviceHistory.Item> items = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            items.add(new DeviceHistory.Item(edges.get(i), edges.get(i + 1), Measures.ordered(family, samples.get(i))));
        }
        return new DeviceHistory(past.linked().id(), family, past.linked().plantZone(), span.resolution(), items);
    }

    private List<Sample> samples(DevicePast past, List<Instant> edges) {
        if (past.connector() instanceof History computed) {
            return computed.samples(past.linked(), touching(past.past(), edges), edges);
        }
        if (past.connector().profile().retrieval() == Retrieval.LIVE) {
            Reckoning reckoning = new Reckoning(past.linked().family(), edges);
            TelemetryRows.read(
                    database,
                    past.key(),
                    edges.getFirst().minus(Reckoning.MOST_APART),
                    edges.getLast().plus(Reckoning.MOST_APART),
                    reckoning::add);
            return reckoning.samples();
        }
        return Collections.nCopies(edges.size() - 1, Sample.EMPTY);
    }

    /** Where a plant is was not known when the chapters were asked for. */
    private static Past touching(Past past, List<Instant> edges) {
        List<OfNeighbour> neighbours = past.neighbours().stream()
                .map(each -> new OfNeighbour(each.neighbour(), touching(each.chapters(), edges)))
                .filter(each -> !each.chapters().isEmpty())
                .toList();
        return new Past(touching(past.own(), edges), neighbours);
    }

    private static List<Chapter> touching(List<Chapter> chapters, List<Instant> edges) {
        return chapters.stream()
                .filter(each ->
                        each.to().isAfter(edges.getFirst()) && each.from().isBefore(edges.getLast()))
                .toList();
    }
}
