package energy.amps.server.simulation;

import java.time.Duration;
import java.util.List;

/** How bad it is in one seed: drawn once, and calm at the end. */
final class Weather {
    private final World world;
    final int nodes;
    final int devices;
    final int calls;
    final Duration gap;
    final Duration lease;
    private final double vendorFault;
    private final double cut;
    final double death;
    final double pause;
    final double longPause;
    final double outage;
    final double clockStep;
    final double leap;
    private boolean calm;
    private boolean down;

    Weather(World world) {
        this.world = world;
        this.nodes = 1 + world.below(3);
        this.devices = 1 + world.below(3);
        this.calls = 4 + world.below(9);
        this.gap = world.oneOf(List.of(Duration.ofSeconds(2), Duration.ofSeconds(40), Duration.ofMinutes(8)));
        this.lease = world.oneOf(List.of(Duration.ofSeconds(4), Duration.ofSeconds(10), Duration.ofSeconds(30)));
        this.vendorFault = world.oneOf(List.of(0.0, 0.2, 0.5, 0.9));
        this.cut = world.oneOf(List.of(0.0, 0.0, 0.01, 0.05));
        this.death = world.oneOf(List.of(0.0, 0.01, 0.04));
        this.pause = world.oneOf(List.of(0.0, 0.01, 0.04));
        this.longPause = world.oneOf(List.of(0.0, 0.0, 0.3));
        this.outage = world.oneOf(List.of(0.0, 0.0, 0.01));
        this.clockStep = world.oneOf(List.of(0.0, 0.02));
        this.leap = world.oneOf(List.of(0.0, 0.0, 0.0, 0.005));
    }

    /** Nothing bad happens from here on. */
    void calmDown() {
        calm = true;
        down = false;
    }

    boolean isCalm() {
        return calm;
    }

    void down(boolean isDown) {
        down = isDown;
    }

    boolean isDown() {
        return down;
    }

    boolean vendorMisbehaves() {
        return !calm && world.chance(vendorFault);
    }

    /** What becomes of a connection at a point where it could break. */
    Cut cut() {
        if (calm) {
            return Cut.NONE;
        }
        if (down) {
            return Cut.BEFORE;
        }
        return world.chance(cut) ? (world.chance(0.5) ? Cut.BEFORE : Cut.AFTER) : Cut.NONE;
    }

    /** When a connection breaks. */
    enum Cut {
        NONE,
        /** Nothing of the transaction holds. */
        BEFORE,
        /** All of it holds, and nobody was told. */
        AFTER
    }
}
