package energy.amps.server.device;

import energy.amps.connector.ConnectorState;
import energy.amps.connector.Neighbour;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.store.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * The devices of the same account that a device's connector wants beside it, read in the row of the device {@code d} itself.
 * Most devices see none, and cost nothing.
 */
public final class NeighbourRows {
    /** What is selected of {@link #JOIN}. */
    public static final String COLUMNS =
            "n.ids as near_ids, n.families as near_families, n.models as near_models, n.versions as near_versions,"
                    + " n.contents as near_contents";

    /** Joined to a device {@code d}; adds no rows and takes none away. */
    public static final String JOIN = """
            left join lateral (
                select array_agg(o.id order by o.id) as ids, array_agg(o.family order by o.id) as families,
                       array_agg(o.model order by o.id) as models, array_agg(os.version::text order by o.id) as versions,
                       array_agg(os.content order by o.id) as contents
                from device o join connector_state os on os.customer_id = o.customer_id and os.device_id = o.id
                where o.customer_id = d.customer_id and o.link_id = d.link_id and o.leaving_at is null
                  and o.family = any (d.sees) and o.id <> d.id
                ) n on d.sees is not null
            """;

    private NeighbourRows() {}

    /** The neighbours in a row, in id order. */
    public static List<Neighbour> read(Row row) {
        List<String> ids = row.texts("near_ids");
        if (ids.isEmpty()) {
            return List.of();
        }
        List<String> families = row.texts("near_families");
        List<String> models = row.texts("near_models");
        List<String> versions = row.texts("near_versions");
        List<String> contents = row.texts("near_contents");
        List<Neighbour> neighbours = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            neighbours.add(new Neighbour(
                    new DeviceId(ids.get(i)),
                    Family.of(families.get(i)).orElseThrow(),
                    models.get(i),
                    new ConnectorState(Integer.parseInt(versions.get(i)), contents.get(i))));
        }
        return neighbours;
    }
}
