package energy.amps.server.device;

import energy.amps.device.Family;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How many devices a tenant has of each family, kept where they come and go, so that no list has to count them. Whoever writes
 * devices says so here, last in the transaction: the rows are locked until it ends.
 */
public final class DeviceCounts {
    private DeviceCounts() {}

    /** Devices of these families came, one for each mention. */
    public static void came(Tx tx, Tenant tenant, Collection<Family> families) {
        mentions(families)
                .forEach((family, devices) -> tx.update(
                        """
                        insert into device_count as c (customer_id, environment, family, devices) values (?, ?, ?, ?)
                        on conflict (customer_id, environment, family) do update set devices = c.devices + excluded.devices
                        """, tenant.customer().value(), tenant.environment().wire(), family.wire(), devices));
    }

    /** Devices of these families went, one for each mention. */
    public static void went(Tx tx, Tenant tenant, Collection<Family> families) {
        mentions(families)
                .forEach((family, devices) -> tx.update(
                        """
                        update device_count set devices = devices - ?
                        where customer_id = ? and environment = ? and family = ?
                        """,
                        devices,
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        family.wire()));
    }

    /** Where a family's number stands. */
    static Listing.KeptCount of(Tenant tenant, Family family) {
        return new Listing.KeptCount(
                "select devices from device_count where customer_id = ? and environment = ? and family = ?",
                List.of(tenant.customer().value(), tenant.environment().wire(), family.wire()));
    }

    /** In one order, whoever writes, so that nobody waits in a circle. */
    private static Map<Family, Long> mentions(Collection<Family> families) {
        return families.stream()
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }
}
