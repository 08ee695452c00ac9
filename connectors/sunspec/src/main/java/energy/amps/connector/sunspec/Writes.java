package energy.amps.connector.sunspec;

import energy.amps.connector.sunspec.ModbusException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The way of a storage's controls from how they stand to how they shall stand: a few small writes, because not every device takes
 * one over registers that it does not have. Both rates go in one, so that no reading falls between them; the mode goes last when
 * it puts them in force, and first when it takes them out. What may be kept in memory that wears, the grid and the reserve, is
 * written only where it differs.
 */
final class Writes {

    private final List<Write> writes;

    private Writes(List<Write> writes) {
        this.writes = writes;
    }

    /**
     * One write.
     *
     * @param what the points that it writes, with their values
     * @param address of the first
     * @param words their registers
     * @param before how these stood
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and copied by nobody
    record Write(String what, int address, int[] words, int[] before) {
        static Write of(Layout.Model model, Point... points) {
            return new Write(
                    Arrays.stream(points)
                            .map(point -> point.name() + "=" + point.value())
                            .collect(Collectors.joining(", ")),
                    model.address() + 2 + points[0].offset(),
                    Arrays.stream(points)
                            .mapToInt(point -> point.value() & 0xFFFF)
                            .toArray(),
                    Arrays.stream(points)
                            .mapToInt(point -> point.before() & 0xFFFF)
                            .toArray());
        }
    }

    /** A register as it stands, and as it is to stand. */
    record Point(String name, int offset, int value, int before) {
        boolean isThere() {
            return value != Controls.ABSENT;
        }

        boolean differs() {
            return isThere() && value != before;
        }
    }

    /** The writes that lead there. */
    static Writes between(Layout.Model model, Controls from, Controls to) {
        Point grid = new Point("ChaGriSet", Points.Storage.GRID, to.grid(), from.grid());
        Point floor = new Point("MinRsvPct", Points.Storage.FLOOR, to.floor(), from.floor());
        Point revert = new Point("InOutWRte_RvrtTms", Points.Storage.REVERT, to.revert(), from.revert());
        Point out = new Point("OutWRte", Points.Storage.OUT_RATE, to.out(), from.out());
        Point in = new Point("InWRte", Points.Storage.IN_RATE, to.in(), from.in());
        Point mode = new Point("StorCtl_Mod", Points.Storage.MODE, to.mode(), from.mode());
        List<Write> writes = new ArrayList<>();
        if (to.mode() == 0) {
            writes.add(Write.of(model, mode));
        }
        if (floor.differs()) {
            writes.add(Write.of(model, floor));
        }
        if (grid.differs()) {
            writes.add(Write.of(model, grid));
        }
        if (revert.isThere()) {
            writes.add(Write.of(model, revert));
        }
        writes.add(Write.of(model, out, in));
        if (to.mode() != 0) {
            writes.add(Write.of(model, mode));
        }
        return new Writes(writes);
    }

    List<Write> all() {
        return writes;
    }

    /**
     * Does them, each once. If the device refuses one, those before it are taken back: then nothing has changed.
     *
     * @throws ModbusException whose kind tells whether something may have changed
     */
    void send(Plant plant) throws ModbusException {
        for (int i = 0; i < writes.size(); i++) {
            try {
                plant.write(writes.get(i).address(), writes.get(i).words());
            } catch (ModbusException e) {
                if (e.kind().nothingDone()) {
                    takeBack(plant, writes.subList(0, i).reversed(), e);
                }
                throw e;
            }
        }
    }

    private static void takeBack(Plant plant, List<Write> done, ModbusException refusal) throws ModbusException {
        try {
            for (Write write : done) {
                plant.write(write.address(), write.before());
            }
        } catch (ModbusException e) {
            ModbusException between = new ModbusException(Kind.FAILED, refusal);
            between.addSuppressed(e);
            throw between;
        }
    }
}
