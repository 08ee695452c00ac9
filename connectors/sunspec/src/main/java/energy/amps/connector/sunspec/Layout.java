package energy.amps.connector.sunspec;

import energy.amps.connector.sunspec.ModbusException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a device keeps its models: each begins with its id and length, and the next follows it, up to one with the id 0xFFFF
 * (SunSpec Device Information Model Specification, section 4).
 *
 * @param models the first of each id, in their order
 */
record Layout(List<Model> models) {

    /** Where the marker {@code SunS} may stand, in the order in which it is looked for. */
    static final List<Integer> BASES = List.of(40_000, 0, 50_000);

    /** A longer chain is no chain. */
    static final int MODELS_MOST = 100;

    private static final int MARKER_HIGH = 0x5375;
    private static final int MARKER_LOW = 0x6E53;
    private static final int END = 0xFFFF;
    private static final int REGISTERS = 0x10000;

    /** Copies the models. */
    Layout {
        models = List.copyOf(models);
    }

    /**
     * A model of a device.
     *
     * @param id which
     * @param address of its id
     * @param length how many registers follow id and length
     */
    record Model(int id, int address, int length) {
        static Model of(String text) {
            String[] parts = text.split(":", -1);
            return new Model(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        }

        String text() {
            return id + ":" + address + ":" + length;
        }
    }

    Optional<Model> find(int id) {
        return models.stream().filter(model -> model.id() == id).findFirst();
    }

    boolean has(int id) {
        return find(id).isPresent();
    }

    static Layout of(String text) {
        return new Layout(
                text.isEmpty()
                        ? List.of()
                        : Arrays.stream(text.split(",", -1)).map(Model::of).toList());
    }

    String text() {
        return models.stream().map(Model::text).collect(Collectors.joining(","));
    }

    /** Looks for the marker, and follows the chain; empty where there is no marker. */
    static Optional<Layout> of(Connection connection) throws ModbusException {
        for (int base : BASES) {
            Optional<int[]> marker = readable(connection, base);
            if (marker.isPresent() && marker.get()[0] == MARKER_HIGH && marker.get()[1] == MARKER_LOW) {
                return Optional.of(chain(connection, base + 2));
            }
        }
        return Optional.empty();
    }

    private static Layout chain(Connection connection, int from) throws ModbusException {
        List<Model> models = new ArrayList<>();
        int address = from;
        for (int i = 0; i < MODELS_MOST && address + 2 <= REGISTERS; i++) {
            // Some devices leave the end out, and refuse to read on.
            Optional<int[]> head = readable(connection, address);
            if (head.isEmpty() || head.get()[0] == END) {
                return new Layout(models);
            }
            Model model = new Model(head.get()[0], address, head.get()[1]);
            if (models.stream().noneMatch(known -> known.id() == model.id())) {
                models.add(model);
            }
            address += 2 + model.length();
        }
        throw new ModbusException(Kind.GARBAGE);
    }

    /** Two registers, or empty where the device has none there. */
    private static Optional<int[]> readable(Connection connection, int address) throws ModbusException {
        try {
            return Optional.of(connection.read(address, 2));
        } catch (ModbusException e) {
            if (e.kind() == Kind.REFUSED) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
