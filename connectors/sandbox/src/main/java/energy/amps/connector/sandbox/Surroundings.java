package energy.amps.connector.sandbox;

import energy.amps.connector.Chapter;
import energy.amps.connector.History;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Neighbour;
import energy.amps.device.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is around a device: its neighbours in the same home, as far as they are linked, and the midnights that are remembered.
 * A neighbour that is not linked stands there all the same, untouched; so does one before what is remembered of it.
 *
 * <p>Equal when the neighbours are: what they were told is read when it is first asked for, because most readings never ask.
 */
final class Surroundings {

    private final Checkpoints checkpoints;
    private final Home home;
    private final List<Told> told;

    /** Read once; a race reads twice, and both read the same. */
    private @Nullable Course<CarCharge> charger;

    private @Nullable Course<Room> rooms;

    /** All that is known of one neighbour: its state's text and its chapters. */
    private record Told(Neighbour neighbour, List<Chapter> chapters) {}

    private Surroundings(Checkpoints checkpoints, Home home, List<Told> told) {
        this.checkpoints = checkpoints;
        this.home = home;
        this.told = List.copyOf(told);
    }

    /** Nobody. */
    static Surroundings none(Checkpoints checkpoints, Home home) {
        return new Surroundings(checkpoints, home, List.of());
    }

    /** The neighbours of a device. */
    static Surroundings of(LinkedDevice device, Home home, Checkpoints checkpoints) {
        return of(device, home, History.Past.NONE, checkpoints);
    }

    /** The neighbours of a device, with more of their past. */
    static Surroundings of(LinkedDevice device, Home home, History.Past past, Checkpoints checkpoints) {
        if (device.neighbours().isEmpty()) {
            return none(checkpoints, home);
        }
        List<Told> told = new ArrayList<>();
        for (Neighbour neighbour : device.neighbours()) {
            List<Chapter> chapters = past.neighbours().stream()
                    .filter(each -> each.neighbour().id().equals(neighbour.id()))
                    .flatMap(each -> each.chapters().stream())
                    .toList();
            told.add(new Told(neighbour, chapters));
        }
        return new Surroundings(checkpoints, home, told);
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    Home home() {
        return home;
    }

    /** The home's charger. */
    Course<CarCharge> charger() {
        Course<CarCharge> course = charger;
        if (course == null) {
            ChargerModel model = ChargerModel.in(home);
            course = course(Family.EV_CHARGER, model.key(), ChargerHardware::of, new ChargerHardware(model));
            charger = course;
        }
        return course;
    }

    /** The home's rooms. */
    Course<Room> rooms() {
        Course<Room> course = rooms;
        if (course == null) {
            HvacModel model = HvacModel.in(home);
            course = course(Family.HVAC, model.key(), HvacHardware::of, new HvacHardware(model));
            rooms = course;
        }
        return course;
    }

    private <S> Course<S> course(
            Family family, String model, Function<String, Optional<Hardware<S>>> known, Hardware<S> hardware) {
        Surroundings alone = none(checkpoints, home);
        for (Told each : told) {
            if (each.neighbour().family() == family
                    && MemoryReader.modelKey(each.neighbour().state()).equals(model)) {
                Memory<S> memory = MemoryReader.read(each.neighbour().state(), known);
                List<Segment<S>> segments = new ArrayList<>();
                each.chapters()
                        .forEach(chapter ->
                                segments.addAll(MemoryReader.chapter(hardware, chapter.version(), chapter.text())));
                segments.addAll(memory.expected(alone).journal());
                return new Course<>(hardware, segments, alone);
            }
        }
        return new Course<>(hardware, List.of(), alone);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Surroundings that && that.home == home && that.told.equals(told);
    }

    @Override
    public int hashCode() {
        return 31 * home.hashCode() + told.hashCode();
    }
}
