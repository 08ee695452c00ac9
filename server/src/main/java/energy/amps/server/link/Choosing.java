package energy.amps.server.link;

import energy.amps.check.Checked;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.server.link.Link.Device;
import energy.amps.server.link.LinkRequest.Choice;
import energy.amps.server.link.LinkRequest.Wanted;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which of an account's devices are meant. Pure. */
final class Choosing {
    private Choosing() {}

    static boolean mustChoose(Wanted wanted, List<DiscoveredDevice> found) {
        return switch (wanted.choice()) {
            case ALL -> found.size() > wanted.most();
            case ASK -> !found.isEmpty();
            case FIRST -> false;
        };
    }

    static List<DiscoveredDevice> first(Wanted wanted, List<DiscoveredDevice> found) {
        return wanted.choice() == Choice.FIRST
                ? found.stream().limit(wanted.most()).toList()
                : found;
    }

    static List<DiscoveredDevice> only(List<DiscoveredDevice> found, List<String> chosen) {
        return found.stream()
                .filter(device -> chosen.contains(device.externalId()))
                .toList();
    }

    static List<Device> offered(List<DiscoveredDevice> found) {
        return found.stream()
                .map(device -> new Device(Optional.empty(), device.externalId(), device.family(), device.model()))
                .toList();
    }

    static Checked<LinkRow> choice(LinkRow row, List<String> chosen) {
        if (chosen.size() > row.wanted().most()) {
            return Refusals.notAsOffered("/devices", "at most " + row.wanted().most() + " may be chosen");
        }
        Set<String> left = new HashSet<>();
        row.view().devices().forEach(device -> left.add(device.externalId()));
        for (int i = 0; i < chosen.size(); i++) {
            if (!left.remove(chosen.get(i))) {
                return Refusals.notAsOffered("/devices/" + i, "not an externalId of this link, or given twice");
            }
        }
        return new Checked.Passed<>(row);
    }
}
