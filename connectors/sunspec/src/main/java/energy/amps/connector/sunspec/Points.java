package energy.amps.connector.sunspec;

/** The points that are looked at, by model: ids, and offsets behind id and length, as the model definitions number them. */
final class Points {
    private Points() {}

    /** Who made it. Every device has it, first. */
    static final class Common {
        static final int ID = 1;
        static final int MANUFACTURER = 0;
        static final int MODEL = 16;
        static final int SERIAL = 48;
        static final int TEXT = 16;

        private Common() {}
    }

    /** Inverter with one, two or three phases, whole numbers with scale factors; the three are laid out alike. */
    static final class Inverter {
        static final int[] IDS = {103, 102, 101};
        static final int POWER = 12;
        static final int POWER_SCALE = 13;
        static final int ENERGY = 22;
        static final int ENERGY_SCALE = 24;
        static final int STATE = 36;

        private Inverter() {}
    }

    /** Nameplate. */
    static final class Nameplate {
        static final int ID = 120;
        static final int CAPACITY = 17;
        static final int CAPACITY_SCALE = 18;
        static final int CHARGE_MOST = 21;
        static final int CHARGE_MOST_SCALE = 22;
        static final int DISCHARGE_MOST = 23;
        static final int DISCHARGE_MOST_SCALE = 24;

        private Nameplate() {}
    }

    /** Measurements and status. */
    static final class Status {
        static final int ID = 122;
        static final int ENERGY = 3;

        private Status() {}
    }

    /** Basic storage controls. */
    static final class Storage {
        static final int ID = 124;
        static final int CHARGE_MOST = 0;
        static final int MODE = 3;
        static final int FLOOR = 5;
        static final int LEVEL = 6;
        static final int STATE = 9;
        static final int OUT_RATE = 10;
        static final int IN_RATE = 11;
        static final int REVERT = 13;
        static final int GRID = 15;
        static final int CHARGE_MOST_SCALE = 16;
        static final int FLOOR_SCALE = 19;
        static final int LEVEL_SCALE = 20;
        static final int RATE_SCALE = 23;

        private Storage() {}
    }

    /** The inputs of an inverter, each a group of points behind the head. */
    static final class Inputs {
        static final int ID = 160;
        static final int POWER_SCALE = 2;
        static final int COUNT = 6;
        static final int FIRST = 8;
        static final int SIZE = 20;
        static final int NAME = 1;
        static final int NAME_REGISTERS = 8;
        static final int POWER = 11;

        private Inputs() {}
    }

    /** A battery by itself. */
    static final class Battery {
        static final int ID = 802;
        static final int CAPACITY = 1;
        static final int DISCHARGE_MOST = 3;
        static final int LEVEL = 9;
        static final int STATE = 14;
        static final int POWER = 45;
        static final int CAPACITY_SCALE = 51;
        static final int MOST_SCALE = 52;
        static final int LEVEL_SCALE = 54;
        static final int POWER_SCALE = 61;

        private Battery() {}
    }
}
