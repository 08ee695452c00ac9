package energy.amps.connector.sunspec;

import energy.amps.connector.Account;
import energy.amps.connector.Credentials;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Discovery;
import energy.amps.connector.LinkFault;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.Secret;
import energy.amps.connector.sunspec.ModbusException.Kind;
import energy.amps.device.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an installation is linked: whoever runs it names its {@link Address} in the place of a key, and it is theirs if it is an
 * address that the operator allows and a device that speaks SunSpec answers there (decision 0038). An installation is known by
 * what its first model says, maker, serial number and unit, so that it is the same one at another address. Thread-safe.
 */
final class Installations {
    private static final int NAME_MOST = 200;

    private final Lines lines;

    Installations(Lines lines) {
        this.lines = lines;
    }

    LinkOutcome open(Credentials credentials) {
        if (!(credentials instanceof Credentials.ApiKey(Secret key))) {
            throw new IllegalArgumentException(
                    "an installation is linked by its address, not by " + credentials.form());
        }
        Optional<Address> address = Address.of(key.reveal());
        if (address.isEmpty()) {
            return new LinkOutcome.Rejected(LinkFault.INVALID_CREDENTIALS);
        }
        try {
            return lines.talk(address.get(), connection -> {
                Optional<Plant> plant = Plant.found(connection);
                Optional<Block> common =
                        plant.isEmpty() ? Optional.empty() : plant.get().read(Points.Common.ID);
                return common.<LinkOutcome>map(block -> new LinkOutcome.Authenticated(new Account(
                                name(block, address.get()), address.get().text())))
                        .orElseGet(() -> new LinkOutcome.Rejected(LinkFault.INVALID_CREDENTIALS));
            });
        } catch (ModbusException e) {
            // A wrong address, a forbidden one and one of something else are told apart in no way that helps to map a
            // network.
            return e.kind() == Kind.NOT_ALLOWED || e.kind() == Kind.GARBAGE
                    ? new LinkOutcome.Rejected(LinkFault.INVALID_CREDENTIALS)
                    : new LinkOutcome.Unavailable(e.code());
        }
    }

    /** Its name for good; a device that does not say who it is goes by its address. */
    private static String name(Block common, Address address) {
        String serial = common.text(Points.Common.SERIAL, Points.Common.TEXT);
        String name = serial.isEmpty()
                ? address.text()
                : common.text(Points.Common.MANUFACTURER, Points.Common.TEXT) + "/" + serial + "/" + address.unit();
        return name.length() <= NAME_MOST ? name : name.substring(0, NAME_MOST);
    }

    Discovery devices(Account account) {
        Address address = Address.of(account.note())
                .orElseThrow(() -> new IllegalArgumentException("an account without an address"));
        try {
            return lines.talk(address, connection -> Plant.found(connection)
                    .map(Found::new)
                    .orElseThrow(() -> new ModbusException(Kind.GARBAGE))
                    .devices(address));
        } catch (ModbusException e) {
            return new Discovery.Unavailable(e.code());
        }
    }

    /** An installation that answered. */
    private record Found(Plant plant) {

        Discovery devices(Address address) throws ModbusException {
            String model = plant.read(Points.Common.ID)
                    .map(common -> (common.text(Points.Common.MANUFACTURER, Points.Common.TEXT) + " "
                                    + common.text(Points.Common.MODEL, Points.Common.TEXT))
                            .strip())
                    .filter(text -> !text.isEmpty())
                    .orElse("SunSpec");
            List<DiscoveredDevice> devices = new ArrayList<>();
            if (plant.inverter().isPresent()) {
                Memory memory = Memory.fresh(address, plant.layout(), Ratings.NONE, Controls.NONE);
                devices.add(new DiscoveredDevice("inverter", model, Family.SOLAR_INVERTER, memory.state()));
            }
            Optional<Block> storage = plant.read(Points.Storage.ID);
            Optional<Block> battery = plant.read(Points.Battery.ID);
            Ratings ratings = Ratings.of(plant.read(Points.Nameplate.ID), storage, battery);
            if (battery.isPresent()
                    || storage.filter(block -> isFitted(block, ratings)).isPresent()) {
                Controls controls = storage.map(Controls::of).orElse(Controls.NONE);
                Memory memory = Memory.fresh(address, plant.layout(), ratings, controls);
                devices.add(new DiscoveredDevice("battery", model, Family.BATTERY, memory.state()));
            }
            return new Discovery.Found(devices);
        }

        /** Hybrid inverters have the controls of a storage whether or not one is connected. */
        private static boolean isFitted(Block storage, Ratings ratings) {
            return Ratings.chargeMost(storage).isPresent()
                    && (ratings.hasLevel()
                            || storage.unsigned(Points.Storage.STATE).isPresent());
        }
    }
}
