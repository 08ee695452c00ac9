package energy.amps.connector.sandbox;

/** Chance that is the same every time it is asked. */
final class Chance {

    private Chance() {}

    /** Evenly spread bits that follow from both numbers (the finaliser of SplitMix64). */
    static long of(long number, long seed) {
        long mixed = number * 0x9E3779B97F4A7C15L + seed * 0xD1B54A32D192ED03L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
