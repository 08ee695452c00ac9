package energy.amps.connector.sunspec;

import energy.amps.connector.sunspec.ModbusException.Kind;
import java.util.Optional;

/**
 * A device while it is talked to: its models are read where they were found, and looked for anew when they are not there any
 * more, as after an update of its firmware. Belongs to one thread.
 */
final class Plant {
    private final Connection connection;
    private Layout layout;
    private boolean searched;

    Plant(Connection connection, Layout layout) {
        this.connection = connection;
        this.layout = layout;
    }

    /** A device that nothing is known of yet; empty where none speaks SunSpec. */
    static Optional<Plant> found(Connection connection) throws ModbusException {
        Optional<Layout> layout = Layout.of(connection);
        return layout.map(found -> {
            Plant plant = new Plant(connection, found);
            plant.searched = true;
            return plant;
        });
    }

    /** Where its models are, as far as is known by now. */
    Layout layout() {
        return layout;
    }

    /** A model as it is now; empty where the device has none of that id. */
    Optional<Block> read(int id) throws ModbusException {
        Optional<Layout.Model> model = layout.find(id);
        if (model.isEmpty()) {
            return Optional.empty();
        }
        int[] words = connection.read(model.get().address(), 2 + model.get().length());
        if (words[0] == id && words[1] == model.get().length()) {
            return Optional.of(new Block(model.get(), words));
        }
        if (searched) {
            throw new ModbusException(Kind.GARBAGE);
        }
        searched = true;
        layout = Layout.of(connection).orElseThrow(() -> new ModbusException(Kind.GARBAGE));
        return read(id);
    }

    /** A model that it cannot do without. */
    Block demand(int id) throws ModbusException {
        return read(id).orElseThrow(() -> new ModbusException(Kind.GARBAGE));
    }

    /** The model of the inverter, by whichever id it goes. */
    Optional<Block> inverter() throws ModbusException {
        for (int id : Points.Inverter.IDS) {
            Optional<Block> block = read(id);
            if (block.isPresent()) {
                return block;
            }
        }
        return Optional.empty();
    }

    /** Writes registers that follow one another. */
    void write(int address, int... words) throws ModbusException {
        connection.write(address, words);
    }
}
