package energy.amps.connector.foxess;

import energy.amps.connector.foxess.Enrolment.Listed;
import energy.amps.connector.foxess.Memory.Span;
import energy.amps.connector.foxess.Memory.Traits;
import energy.amps.connector.foxess.Reply.Failed;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Asks an inverter what it is and takes. Nothing is concluded from its model's name but which scheduler to ask for. */
final class Inquiry {
    /** Answered to the detail of some series for ever, and to everybody when the cloud is busy. */
    private static final int NO_DATA = 41200;

    /** The modes of a work mode setting, or of a scheduler, that does not list them. */
    private static final Set<String> USUAL_MODES = Set.of(Terms.SELF_USE, Terms.FEED_IN, Terms.BACKUP);

    private static final Set<String> USUAL_STRETCHES =
            Set.of(Terms.SELF_USE, Terms.FORCE_CHARGE, Terms.FORCE_DISCHARGE);

    private final Calls calls;
    private final Listed listed;

    Inquiry(Calls calls, Listed listed) {
        this.calls = calls;
        this.listed = listed;
    }

    Reply<Traits> traits() {
        return detail().then(detail -> scheduler().then(scheduler -> workModes().then(modes -> levels().then(
                        levels -> knobs().map(knobs -> traits(detail, scheduler, modes, levels, knobs))))));
    }

    private Traits traits(
            JsonNode detail, JsonNode scheduler, Set<String> workModes, boolean levels, Map<Knob, Span> knobs) {
        boolean has = scheduler.path("groups").isArray();
        JsonNode properties = scheduler.path("properties");
        Set<String> stretches = Json.words(properties.path("workmode").path("enumList"));
        return new Traits(
                has ? Dialect.ofSeries(listed.series()) : Dialect.NONE,
                workModes,
                !has ? Set.of() : stretches.isEmpty() ? USUAL_STRETCHES : stretches,
                bounds(detail, properties),
                capacity(detail),
                levels,
                knobs);
    }

    private static Bounds bounds(JsonNode detail, JsonNode properties) {
        int built = Json.number(detail.path("capacity"))
                .map(kilowatts -> kilowatts.movePointRight(3).intValue())
                .filter(watts -> watts > 0)
                .orElse(Integer.MAX_VALUE);
        int said = max(properties.path("fdpwr")).orElse(Integer.MAX_VALUE);
        int power = Math.min(built, said);
        return new Bounds(
                power == Integer.MAX_VALUE ? 0 : power,
                min(properties.path("fdsoc")).orElse(10),
                min(properties.path("maxsoc")));
    }

    /** The units of a battery are listed one by one; those that hold energy say how much, in watt-hours. */
    private static int capacity(JsonNode detail) {
        int sum = 0;
        for (JsonNode unit : detail.path("batteryList")) {
            sum += Json.whole(unit.path("capacity")).orElse(0);
        }
        return sum;
    }

    private Reply<JsonNode> detail() {
        Reply<JsonNode> detail = calls.detail();
        return detail instanceof Reply.No<JsonNode>(Failed failed) && failed.errno() == NO_DATA
                ? new Reply.Done<>(MissingNode.getInstance())
                : detail;
    }

    private Reply<JsonNode> scheduler() {
        // Asked of the scheduler itself: what the detail says of it was seen to be wrong.
        return calls.scheduler(Dialect.ofSeries(listed.series())).orWithout(MissingNode.getInstance());
    }

    private Reply<Set<String>> workModes() {
        if (Dialect.ofSeries(listed.series()) == Dialect.NESTED) {
            return new Reply.Done<>(Set.of());
        }
        return calls.setting(Calls.WORK_MODE)
                .map(result -> {
                    Set<String> modes = new LinkedHashSet<>(Json.words(result.path("enumList")));
                    return modes.isEmpty() ? USUAL_MODES : modes;
                })
                .orWithout(Set.of());
    }

    private Reply<Boolean> levels() {
        return calls.levels().map(Optional::isPresent).orWithout(false);
    }

    private Reply<Map<Knob, Span>> knobs() {
        Map<Knob, Span> knobs = new EnumMap<>(Knob.class);
        for (Knob knob : Knob.values()) {
            Reply<Optional<Span>> span =
                    calls.setting(knob.key()).map(result -> span(knob, result)).orWithout(Optional.empty());
            if (span instanceof Reply.No<Optional<Span>>(Failed failed)) {
                return failed.reply();
            }
            if (span instanceof Reply.Done<Optional<Span>>(Optional<Span> found)) {
                found.ifPresent(it -> knobs.put(knob, it));
            }
        }
        return new Reply.Done<>(knobs);
    }

    /** One that counts in another unit, or does not say how far it goes, is left alone. */
    private static Optional<Span> span(Knob knob, JsonNode result) {
        OptionalInt min = min(result);
        OptionalInt max = max(result);
        return Json.text(result.path("unit")).filter(knob.nativeUnit()::equals).isPresent()
                        && min.isPresent()
                        && max.isPresent()
                        && min.getAsInt() < max.getAsInt()
                ? Optional.of(new Span(min.getAsInt(), max.getAsInt()))
                : Optional.empty();
    }

    private static OptionalInt min(JsonNode property) {
        return Json.whole(property.path("range").path("min"));
    }

    private static OptionalInt max(JsonNode property) {
        return Json.whole(property.path("range").path("max"));
    }
}
