package energy.amps.connector.sunspec;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A hybrid inverter of 10 kW with a battery of 10 kWh, as registers and as a machine: it does what its storage controls say, in
 * steps of a second that a test lets pass. Made from the model definitions alone, and from nothing of what is tested. Thread-safe.
 */
final class SimulatedPlant {
    static final int CHARGE_MOST = 5000;
    static final int DISCHARGE_MOST = 4000;

    private static final double CAPACITY_WH = 10_000;
    private static final int ABSENT = 0xFFFF;

    /** Registers that were written by one request. */
    record Write(int address, List<Integer> words) {}

    private final int base;
    private final TreeMap<Integer, Integer> registers = new TreeMap<>();
    private final Map<Integer, Integer> models = new LinkedHashMap<>();
    private final List<Write> writes = new ArrayList<>();
    private final Set<Integer> refused = new HashSet<>();
    private double level = 50;
    private double home = -800;
    private double sun = 3000;
    private int timer;

    SimulatedPlant(int base, int... wanted) {
        this.base = base;
        int address = put(base, 0x5375, 0x6E53);
        for (int id : wanted) {
            models.put(id, address);
            int[] points = points(id);
            address = put(address, id, points.length);
            address = put(address, points);
        }
        put(address, 0xFFFF, 0);
        show();
    }

    /** With everything it can have. */
    static SimulatedPlant hybrid() {
        return new SimulatedPlant(40_000, 1, 103, 120, 121, 122, 123, 160, 124, 802);
    }

    private int put(int address, int... words) {
        for (int i = 0; i < words.length; i++) {
            registers.put(address + i, words[i] & 0xFFFF);
        }
        return address + words.length;
    }

    private static int[] points(int id) {
        return switch (id) {
            case 1 -> common();
            case 101, 102, 103 -> inverter();
            case 120 -> nameplate();
            case 122 -> unknown(44);
            case 123 -> unknown(24);
            case 124 -> storage();
            case 160 -> inputs();
            case 802 -> battery();
            default -> unknown(30);
        };
    }

    private static int[] unknown(int length) {
        int[] points = new int[length];
        Arrays.fill(points, ABSENT);
        return points;
    }

    private static void text(int[] points, int at, int registers, String text) {
        byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 2 * registers);
        for (int i = 0; i < registers; i++) {
            points[at + i] = ((bytes[2 * i] & 0xFF) << 8) | (bytes[2 * i + 1] & 0xFF);
        }
    }

    private static int[] common() {
        int[] points = new int[66];
        text(points, 0, 16, "Ohm");
        text(points, 16, 16, "Hybrid 10");
        text(points, 48, 16, "SN-0815");
        points[64] = 1;
        return points;
    }

    private static int[] inverter() {
        int[] points = unknown(50);
        points[13] = 1; // W_SF: tens of watts
        points[22] = 0x0001;
        points[23] = 0x86A0; // WH: 100,000
        points[24] = 1;
        points[36] = 4;
        return points;
    }

    private static int[] nameplate() {
        int[] points = unknown(26);
        points[0] = 82;
        points[17] = 1000;
        points[18] = 1;
        points[21] = CHARGE_MOST;
        points[22] = 0;
        points[23] = DISCHARGE_MOST;
        points[24] = 0;
        return points;
    }

    private static int[] storage() {
        int[] points = unknown(24);
        points[0] = CHARGE_MOST;
        points[1] = 100;
        points[2] = 100;
        points[3] = 0;
        points[5] = 1000;
        points[9] = 6;
        points[10] = 10_000;
        points[11] = 10_000;
        points[13] = 0;
        points[15] = 0;
        points[16] = 0;
        points[17] = 0;
        points[18] = 0x8000;
        points[19] = -2;
        points[20] = -2;
        points[21] = 0x8000;
        points[22] = -2;
        points[23] = -2;
        return points;
    }

    private static int[] inputs() {
        int[] points = unknown(8 + 4 * 20);
        points[0] = -2;
        points[1] = -2;
        points[2] = 0;
        points[3] = 0;
        points[6] = 4;
        List<String> names = List.of("MPPT 1", "MPPT 2", "StCha 3", "StDisCha 4");
        for (int i = 0; i < names.size(); i++) {
            points[8 + 20 * i] = i + 1;
            text(points, 8 + 20 * i + 1, 8, names.get(i));
        }
        return points;
    }

    private static int[] battery() {
        int[] points = unknown(62);
        points[1] = 1000;
        points[2] = 500;
        points[3] = 400;
        points[14] = 6;
        points[51] = 1;
        points[52] = 1;
        points[54] = -1;
        points[61] = 0;
        return points;
    }

    /** Where a point of a model is. */
    int at(int model, int offset) {
        return models.get(model) + 2 + offset;
    }

    synchronized boolean has(int address) {
        return registers.containsKey(address);
    }

    synchronized int get(int address) {
        return registers.get(address);
    }

    /** A register as a signed number. */
    synchronized int signed(int model, int offset) {
        return (short) get(at(model, offset));
    }

    /** Somebody at the device itself turns something. */
    synchronized void turn(int model, int offset, int value) {
        registers.put(at(model, offset), value & 0xFFFF);
        show();
    }

    /** It refuses writes to a register from now on. */
    synchronized void refuse(int address) {
        refused.add(address);
    }

    synchronized boolean refuses(int address) {
        return refused.contains(address);
    }

    /** A request wrote registers. */
    synchronized void written(int address, int... words) {
        writes.add(new Write(address, Arrays.stream(words).boxed().toList()));
        put(address, words);
        int revert = get(at(124, 13));
        timer = revert == ABSENT ? 0 : revert;
        show();
    }

    synchronized List<Write> writes() {
        return List.copyOf(writes);
    }

    /** All registers, from the first to the last, as the process of its own takes them. */
    synchronized String dump() {
        List<String> words = new ArrayList<>();
        for (int address = base; registers.containsKey(address); address++) {
            words.add("%04x".formatted(registers.get(address)));
        }
        return String.join(" ", words);
    }

    synchronized void level(double percent) {
        level = percent;
        show();
    }

    synchronized double level() {
        return level;
    }

    /** What the home takes from the battery by itself, negative, or leaves for it; W. */
    synchronized void home(double watts) {
        home = watts;
        show();
    }

    synchronized void sun(double watts) {
        sun = watts;
        show();
    }

    /** It restarts: what it was told over the bus is gone. */
    synchronized void restart() {
        put(at(124, 3), 0);
        put(at(124, 10), 10_000, 10_000);
        put(at(124, 13), 0);
        timer = 0;
        show();
    }

    synchronized void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            if (timer > 0 && --timer == 0) {
                put(at(124, 3), 0);
            }
            level = Math.clamp(level + power() / 3600 / CAPACITY_WH * 100, 0, 100);
        }
        show();
    }

    /** Into the battery, W. */
    synchronized double power() {
        if (!models.containsKey(124)) {
            return home;
        }
        int mode = get(at(124, 3));
        double out = (mode & 2) == 0 ? 1 : signed(124, 10) / 10_000.0;
        double in = (mode & 1) == 0 ? 1 : signed(124, 11) / 10_000.0;
        double power = home;
        if (out < 0) {
            power = Math.max(power, -out * CHARGE_MOST);
        }
        if (in < 0) {
            power = Math.min(power, in * DISCHARGE_MOST);
        }
        if (in >= 0) {
            power = Math.min(power, in * CHARGE_MOST);
        }
        if (out >= 0) {
            power = Math.max(power, -out * DISCHARGE_MOST);
        }
        double floor = get(at(124, 5)) / 100.0;
        return (power > 0 && level >= 100) || (power < 0 && level <= floor) ? 0 : power;
    }

    private void show() {
        double power = power();
        int state = power > 0 ? 4 : power < 0 ? 3 : 6;
        if (models.containsKey(124)) {
            put(at(124, 6), (int) Math.round(level * 100));
            put(at(124, 9), state);
        }
        if (models.containsKey(802)) {
            put(at(802, 9), (int) Math.round(level * 10));
            put(at(802, 14), state);
            put(at(802, 45), (int) Math.abs(power));
        }
        if (models.containsKey(160)) {
            put(at(160, 8 + 11), (int) (sun / 2));
            put(at(160, 8 + 20 + 11), (int) (sun / 2));
            put(at(160, 8 + 40 + 11), (int) Math.max(0, power));
            put(at(160, 8 + 60 + 11), (int) Math.max(0, -power));
        }
        for (int id : List.of(101, 102, 103)) {
            if (models.containsKey(id)) {
                put(at(id, 12), (int) ((sun - power) / 10));
            }
        }
    }
}
