package energy.amps.server.link;

import energy.amps.connector.Account;
import energy.amps.connector.Challenge;
import energy.amps.connector.Secret;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.link.Link.Device;
import energy.amps.server.link.LinkRequest.Choice;
import energy.amps.server.link.LinkRequest.Wanted;
import energy.amps.server.store.LinkId;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Row;
import energy.amps.server.store.UserId;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A link as it is stored.
 *
 * @param view what the API shows of it
 * @param wanted which devices were asked for
 * @param account the connector's name of the account, once it is open
 * @param note what the connector goes on from
 * @param sealed the same, where it is secret, sealed
 */
record LinkRow(Link view, Wanted wanted, Optional<String> account, String note, Optional<String> sealed) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static final Listing.Source SOURCE = new Listing.Source("""
            k.id, k.user_id, k.vendor, k.state, k.family, k.choice, k.most, k.plant_zone, k.account, k.note, k.material,
            k.devices::text as devices, k.created_at, k.lapses_at
            """, "link k", "");

    static LinkRow read(Row row) {
        return new LinkRow(
                new Link(
                        new LinkId(row.text("id")),
                        LinkState.of(row.text("state")).orElseThrow(),
                        row.text("vendor"),
                        new UserId(row.text("user_id")),
                        devices(row.text("devices")),
                        row.instant("created_at"),
                        row.maybeInstant("lapses_at")),
                new Wanted(
                        row.maybeText("family").flatMap(Family::of),
                        Choice.valueOf(row.text("choice").toUpperCase(Locale.ROOT)),
                        row.count("most"),
                        row.maybeText("plant_zone").map(ZoneId::of)),
                row.maybeText("account"),
                row.text("note"),
                row.maybeText("material"));
    }

    /** The account, once it is open; with what was sealed, opened. */
    Account opened(Optional<Secret> material) {
        return new Account(account.orElseThrow(), note, material);
    }

    /** What the vendor asked; with what was sealed, opened. */
    Challenge challenge(Optional<Secret> material) {
        return new Challenge(note, material);
    }

    static String json(List<Device> devices) {
        return MAPPER.writeValueAsString(devices.stream()
                .map(device -> {
                    Map<String, String> member = new LinkedHashMap<>();
                    device.id().ifPresent(id -> member.put("id", id.value()));
                    member.put("externalId", device.externalId());
                    member.put("deviceType", device.family().wire());
                    member.put("model", device.model());
                    return member;
                })
                .toList());
    }

    private static List<Device> devices(String json) {
        return MAPPER.readTree(json).valueStream().map(LinkRow::device).toList();
    }

    private static Device device(JsonNode node) {
        return new Device(
                Optional.ofNullable(node.get("id")).map(JsonNode::stringValue).map(DeviceId::new),
                node.path("externalId").stringValue(),
                Family.of(node.path("deviceType").stringValue()).orElseThrow(),
                node.path("model").stringValue());
    }
}
