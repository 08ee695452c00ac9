package energy.amps.server.action;

import energy.amps.server.store.ActionState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the engine is about with an action; finer than its public state. With {@link #next()} it is the state machine, as
 * data: the writer commits no other step.
 */
enum Stage {
    /** Accepted; its instant has not come. */
    WAITING,
    /** Its instant has come, and another call to the device is still out, or the vendor may not be called yet. */
    READY,
    /** The intent to send is committed; nothing has been heard. */
    SENDING,
    /** The vendor has the command and has not said whether it takes it. */
    SUBMITTED,
    /** The vendor took the command and has yet to say that it is applied. */
    APPLYING,
    /** Sent, and no usable answer: being settled by reading. */
    UNSETTLED,
    /** The window is open. */
    OPEN,
    /** The window is open, and the device is being told the same again. */
    OPEN_RENEWING,
    /** The intent to send the return is committed; nothing has been heard. */
    RETURN_SENDING,
    /** The vendor has the return and has not said whether it takes it. */
    RETURN_SUBMITTED,
    /** The vendor took the return and has yet to say that it is applied. */
    RETURN_APPLYING,
    /** The return was sent, and no usable answer: being settled by reading. */
    RETURN_UNSETTLED,
    /** The return failed and will be sent again. */
    RETURN_WAITING,
    /** Over for the API; the device is still to be read back, or kept under what it was told. */
    STANDING,
    /** The same, and the device is being told the same again. */
    RENEWING,
    /** Over, but for a call to the vendor that is still out. */
    RELEASING,
    /** Over. */
    DONE;

    private static final Map<String, Stage> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Stage::wire, Function.identity()));

    private static final Set<Stage> RETURNING =
            EnumSet.of(RETURN_SENDING, RETURN_SUBMITTED, RETURN_APPLYING, RETURN_UNSETTLED, RETURN_WAITING);

    /** The stages in which a call to the vendor may be out. */
    private static final Set<Stage> CALLING = EnumSet.of(SENDING, OPEN_RENEWING, RETURN_SENDING, RENEWING, RELEASING);

    /** The text in the database. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stage of that text. */
    static Stage of(String wire) {
        Stage stage = BY_WIRE.get(wire);
        if (stage == null) {
            throw new IllegalStateException("unknown stage in the database: " + wire);
        }
        return stage;
    }

    /** Whether the device is on its way back to its prior mode. */
    boolean isReturning() {
        return RETURNING.contains(this);
    }

    /** Whether a call to the vendor may be out. */
    boolean isCalling() {
        return CALLING.contains(this);
    }

    /** Whether nothing of it has been sent, or all of it is over. */
    boolean isUnsent() {
        return this == WAITING || this == READY || this == DONE;
    }

    /** The stages that may follow this one. */
    Set<Stage> next() {
        return switch (this) {
            case WAITING -> EnumSet.of(READY, SENDING, DONE);
            case READY -> EnumSet.of(SENDING, RETURN_SENDING, DONE);
            case SENDING ->
                EnumSet.of(READY, SUBMITTED, APPLYING, UNSETTLED, OPEN, RETURN_SENDING, STANDING, RELEASING, DONE);
            case SUBMITTED -> EnumSet.of(SUBMITTED, APPLYING, UNSETTLED, OPEN, RETURN_SENDING, STANDING, DONE);
            case APPLYING -> EnumSet.of(APPLYING, UNSETTLED, OPEN, RETURN_SENDING, STANDING, DONE);
            case UNSETTLED -> EnumSet.of(UNSETTLED, SENDING, OPEN, RETURN_SENDING, STANDING, DONE);
            case OPEN -> EnumSet.of(OPEN_RENEWING, RETURN_SENDING, DONE);
            case OPEN_RENEWING -> EnumSet.of(OPEN, RETURN_SENDING, RELEASING, DONE);
            case RETURN_SENDING ->
                EnumSet.of(
                        RETURN_SUBMITTED, RETURN_APPLYING, RETURN_UNSETTLED, RETURN_WAITING, STANDING, RELEASING, DONE);
            case RETURN_SUBMITTED ->
                EnumSet.of(RETURN_SUBMITTED, RETURN_APPLYING, RETURN_UNSETTLED, RETURN_WAITING, STANDING, DONE);
            case RETURN_APPLYING -> EnumSet.of(RETURN_APPLYING, RETURN_UNSETTLED, RETURN_WAITING, STANDING, DONE);
            case RETURN_UNSETTLED -> EnumSet.of(RETURN_UNSETTLED, RETURN_WAITING, STANDING, DONE);
            case RETURN_WAITING -> EnumSet.of(RETURN_WAITING, RETURN_SENDING, DONE);
            case STANDING -> EnumSet.of(RENEWING, DONE);
            case RENEWING -> EnumSet.of(STANDING, RELEASING, DONE);
            case RELEASING -> EnumSet.of(DONE);
            case DONE -> EnumSet.noneOf(Stage.class);
        };
    }

    /** The public states that may follow {@code state}; contract section 5's picture. */
    static Set<ActionState> next(ActionState state) {
        return switch (state) {
            case SCHEDULED -> EnumSet.of(ActionState.ACKNOWLEDGED, ActionState.FAILED, ActionState.CANCELLED);
            case ACKNOWLEDGED -> EnumSet.of(ActionState.COMPLETED, ActionState.FAILED);
            case COMPLETED, FAILED, CANCELLED -> EnumSet.noneOf(ActionState.class);
        };
    }
}
