package energy.amps.connector.foxess;

import energy.amps.connector.Account;
import energy.amps.connector.Credentials;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Discovery;
import energy.amps.connector.LinkFault;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.Secret;
import energy.amps.connector.foxess.Memory.Traits;
import energy.amps.connector.foxess.Reply.Failed;
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Accounts and what they hold. A key opens an account, if the vendor shows its devices for it. Thread-safe. */
final class Enrolment {
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 10;

    /** What can stand in a header at all. */
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final Transport transport;

    Enrolment(Transport transport) {
        this.transport = transport;
    }

    /**
     * An inverter as the list of an account shows it.
     *
     * @param station the plant that it stands in; an empty text where there is none
     */
    record Listed(String sn, String model, String series, String station, boolean hasBattery, boolean offline) {}

    LinkOutcome authenticate(Credentials credentials, Instant now) {
        if (!(credentials instanceof Credentials.ApiKey(Secret key))) {
            throw new IllegalArgumentException("FoxESS knows no " + credentials.form());
        }
        if (!KEY.matcher(key.reveal()).matches()) {
            return new LinkOutcome.Rejected(LinkFault.INVALID_CREDENTIALS);
        }
        return switch (list(transport.session(key, now))) {
            case Reply.Done<List<Listed>>(List<Listed> devices) ->
                new LinkOutcome.Authenticated(new Account(idOf(devices, key), "", Optional.of(key)));
            case Reply.No<List<Listed>>(Failed failed) ->
                // A key that was mistyped may spoil the signature before anybody looks for the key.
                failed.code() == FaultCode.INVALID_CREDENTIALS || failed.errno() == VendorErrors.BAD_HEADERS
                        ? new LinkOutcome.Rejected(LinkFault.INVALID_CREDENTIALS)
                        : new LinkOutcome.Unavailable(failed.code());
        };
    }

    Discovery discover(Account account, Instant now) {
        Optional<Secret> key = account.material();
        if (key.isEmpty()) {
            return new Discovery.Unavailable(FaultCode.INVALID_CREDENTIALS);
        }
        Session session = transport.session(key.get(), now);
        return switch (list(session).then(devices -> batteries(session, devices))) {
            case Reply.Done<List<DiscoveredDevice>>(List<DiscoveredDevice> found) -> new Discovery.Found(found);
            case Reply.No<List<DiscoveredDevice>>(Failed failed) -> new Discovery.Unavailable(failed.code());
        };
    }

    private static Reply<List<DiscoveredDevice>> batteries(Session session, List<Listed> devices) {
        List<DiscoveredDevice> found = new ArrayList<>();
        for (Listed device : devices) {
            if (!device.hasBattery()) {
                continue;
            }
            Reply<Traits> asked = device.offline()
                    ? new Reply.Done<>(Traits.UNKNOWN)
                    : new Inquiry(new Calls(session, device.sn()), device).traits();
            switch (asked) {
                case Reply.No<Traits>(Failed failed) -> {
                    return failed.reply();
                }
                case Reply.Done<Traits>(Traits traits) ->
                    found.add(new DiscoveredDevice(
                            device.sn(),
                            "FoxESS " + device.model(),
                            Family.BATTERY,
                            MemoryCodec.write(new Memory(device.sn(), traits, List.of()))));
            }
        }
        return new Reply.Done<>(found);
    }

    /** All of the account's inverters, in the order of their numbers. */
    private static Reply<List<Listed>> list(Session session) {
        List<Listed> all = new ArrayList<>();
        for (int page = 1; page <= MOST_PAGES; page++) {
            Reply<JsonNode> reply = session.post(Calls.LIST, Map.of("currentPage", page, "pageSize", PAGE));
            if (reply instanceof Reply.No<JsonNode>(Failed failed)) {
                return failed.reply();
            }
            if (reply instanceof Reply.Done<JsonNode>(JsonNode result)) {
                if (!result.path("data").isArray()) {
                    return new Failed(FaultCode.UNKNOWN_ERROR, true, 0).reply();
                }
                result.path("data").forEach(each -> listed(each).ifPresent(all::add));
                if (result.path("data").size() < PAGE) {
                    break;
                }
            }
        }
        all.sort(Comparator.comparing(Listed::sn));
        return new Reply.Done<>(all);
    }

    private static Optional<Listed> listed(JsonNode each) {
        return Json.text(each.path("deviceSN"))
                .filter(sn -> !sn.isBlank() && sn.length() <= 100)
                .map(sn -> new Listed(
                        sn,
                        Json.text(each.path("deviceType")).orElse("inverter"),
                        Json.text(each.path("productType")).orElse(""),
                        Json.text(each.path("stationID")).orElse(""),
                        Json.isYes(each.path("hasBattery")),
                        Json.whole(each.path("status")).orElse(1) == 3));
    }

    /**
     * A name of the account that outlives its key, which its owner may make anew at any time: the vendor names no account, so it
     * is that of its first plant, or inverter; and of the key, as long as there is neither.
     */
    private static String idOf(List<Listed> devices, Secret key) {
        String first = devices.stream()
                .map(device -> device.station().isBlank() ? "inverter:" + device.sn() : "plant:" + device.station())
                .min(Comparator.naturalOrder())
                .orElse("key:" + key.reveal());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(first.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
