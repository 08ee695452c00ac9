package energy.amps.server.action;

import energy.amps.connector.Attempt;
import energy.amps.server.action.Timeline.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells the course of an action from its row and from what was written of its calls. Transitions are never written: each left its
 * instant on the row. Pure.
 */
final class Course {
    private static final String TAKEN = "taken";
    private static final String RETURNING = "returning";

    private final LiveAction action;
    private final List<CallNote> notes;

    private Course(LiveAction action, List<CallNote> notes) {
        this.action = action;
        this.notes = notes;
    }

    /**
     * Everything that happened, oldest first; what happened at one instant in the order in which it must have.
     *
     * @param notes what was written of its calls, in that order
     * @param others what others know of the action
     */
    static List<Item> of(LiveAction action, List<CallNote> notes, List<Item> others) {
        Course course = new Course(action, notes);
        List<Item> items = new ArrayList<>(course.transitions());
        notes.forEach(note -> items.add(item(note)));
        course.plainCall().ifPresent(items::add);
        course.callOut().ifPresent(items::add);
        action.verification()
                .flatMap(found -> found.checkedAt()
                        .map(at -> Item.of(
                                at, Timeline.Type.VERIFICATION, found.state().wire())))
                .ifPresent(items::add);
        items.addAll(others);
        items.sort(Comparator.comparing(Item::at).thenComparingInt(Course::rank));
        return items;
    }

    private List<Item> transitions() {
        List<Item> bare = new ArrayList<>();
        boolean immediate = action.order().start().isEmpty();
        bare.add(transition(action.header().createdAt(), immediate ? "acknowledged" : "scheduled"));
        if (!immediate) {
            dispatchedAt().ifPresent(at -> bare.add(transition(at, "acknowledged")));
        }
        action.report().acknowledgedAt().ifPresent(at -> bare.add(transition(at, TAKEN)));
        action.window().returningSince().ifPresent(at -> bare.add(transition(at, RETURNING)));
        action.report()
                .completedAt()
                .ifPresent(at -> bare.add(transition(at, action.state().wire())));
        List<Item> lasting = new ArrayList<>();
        for (int i = 0; i < bare.size(); i++) {
            lasting.add(
                    i + 1 == bare.size()
                            ? bare.get(i)
                            : bare.get(i)
                                    .lasting(between(
                                            bare.get(i).at(), bare.get(i + 1).at())));
        }
        return lasting;
    }

    private static Item transition(Instant at, String name) {
        return Item.of(at, Timeline.Type.TRANSITION, name);
    }

    /** When the platform began to send it: at its first call, or, before a return has begun, at the sending that is noted. */
    private Optional<Instant> dispatchedAt() {
        return notes.stream()
                .filter(note -> note.kind() == CallNote.Kind.WRITE && note.purpose() == Attempt.Purpose.APPLY)
                .map(CallNote::begunAt)
                .findFirst()
                .or(() -> action.window().returningSince().isPresent()
                        ? action.report().acknowledgedAt()
                        : action.sending().at());
    }

    private static Item item(CallNote note) {
        return new Item(
                note.begunAt(),
                switch (note.kind()) {
                    case WRITE -> Timeline.Type.CALL;
                    case QUESTION -> Timeline.Type.QUESTION;
                    case READING -> Timeline.Type.READING;
                },
                name(note.purpose()),
                Optional.of(note.attempt()),
                Optional.of(note.said().outcome()),
                note.said().code().map(Enum::name),
                Optional.of(note.took()),
                note.calls());
    }

    private static String name(Attempt.Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }

    /** The one call of which nothing was written ({@link CallNote#isPlain}). */
    private Optional<Item> plainCall() {
        boolean written = notes.stream().anyMatch(note -> note.kind() == CallNote.Kind.WRITE);
        return written || !CallNote.isPlain(action) || action.sending().fault().isPresent()
                ? Optional.empty()
                : action.report()
                        .acknowledgedAt()
                        .map(taken -> new Item(
                                action.sending().sentAt(),
                                Timeline.Type.CALL,
                                name(Attempt.Purpose.APPLY),
                                Optional.of(1),
                                Optional.of("accepted"),
                                Optional.empty(),
                                Optional.of(between(action.sending().sentAt(), taken)),
                                List.of()));
    }

    /** The call that is out, and whose answer nobody has yet. */
    private Optional<Item> callOut() {
        return switch (action.stage()) {
            case SENDING -> Optional.of(out(Attempt.Purpose.APPLY));
            case RETURN_SENDING -> Optional.of(out(Attempt.Purpose.RETURN));
            default -> Optional.empty();
        };
    }

    private Item out(Attempt.Purpose purpose) {
        return new Item(
                action.sending().sentAt(),
                Timeline.Type.CALL,
                name(purpose),
                Optional.of(action.sending().attempt()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static Duration between(Instant from, Instant to) {
        return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
    }

    private static int rank(Item item) {
        return switch (item.type()) {
            case TRANSITION ->
                switch (item.name()) {
                    case "scheduled" -> 0;
                    case "acknowledged" -> 1;
                    case TAKEN -> 5;
                    case RETURNING -> 2;
                    default -> 6;
                };
            case CALL -> 3;
            case QUESTION, READING -> 4;
            case VERIFICATION -> 7;
            case WEBHOOK -> 8;
        };
    }
}
