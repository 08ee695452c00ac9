package energy.amps.connector.foxess;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The minutes of an inverter's day that a window takes, as stretches that do not cross midnight.
 *
 * <p>The inverter repeats them every day and knows no zone, so they are a second safety and not the window's end, which is the
 * platform's return: they never end before the window does. Where clocks go back within the window they may end up to that much
 * later, because the minutes that are shown twice are taken at both times; where clocks go forward the minutes that are skipped
 * are taken too, for an inverter that has not noticed yet.
 */
final class DaySlots {
    private static final int HALF_A_DAY = Slot.MINUTES_OF_DAY / 2;

    private DaySlots() {}

    /**
     * The stretches from {@code now} until {@code until}: the whole day where there is no end, or the inverter's zone is not
     * known.
     */
    static List<Slot> of(Instant now, Optional<Instant> until, Optional<ZoneId> zone) {
        if (until.isEmpty() || zone.isEmpty() || !now.isBefore(until.get())) {
            return List.of(Slot.WHOLE_DAY);
        }
        Instant first = now.truncatedTo(ChronoUnit.MINUTES);
        if (ChronoUnit.MINUTES.between(first, until.get()) >= Slot.MINUTES_OF_DAY) {
            return List.of(Slot.WHOLE_DAY);
        }
        return runs(taken(first, until.get(), zone.get()));
    }

    /** The minute of the day that the plant's clock shows. */
    static int minute(Instant at, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(at, zone);
        return local.getHour() * 60 + local.getMinute();
    }

    private static BitSet taken(Instant first, Instant until, ZoneId zone) {
        BitSet taken = new BitSet(Slot.MINUTES_OF_DAY);
        int before = minute(first, zone);
        for (Instant at = first; at.isBefore(until); at = at.plus(1, ChronoUnit.MINUTES)) {
            int minute = minute(at, zone);
            int forward = Math.floorMod(minute - before, Slot.MINUTES_OF_DAY);
            for (int skipped = 1; forward < HALF_A_DAY && skipped < forward; skipped++) {
                taken.set((before + skipped) % Slot.MINUTES_OF_DAY);
            }
            taken.set(minute);
            before = minute;
        }
        return taken;
    }

    private static List<Slot> runs(BitSet taken) {
        List<Slot> runs = new ArrayList<>();
        for (int start = taken.nextSetBit(0); start >= 0; ) {
            int end = taken.nextClearBit(start) - 1;
            runs.add(new Slot(start, end));
            start = taken.nextSetBit(end + 1);
        }
        return runs;
    }
}
