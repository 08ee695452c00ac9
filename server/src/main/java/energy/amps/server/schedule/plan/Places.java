package energy.amps.server.schedule.plan;

import energy.amps.fault.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where in a schedule's body a slot was refused: the checks of a push know of one push alone. */
final class Places {
    private Places() {}

    /** The same refusal with its place: in {@code errors} where it is malformed, else as {@code pointer}. */
    static Refusal inSlot(Refusal refusal, int index) {
        String slot = "/slots/" + index;
        Map<String, Object> details = new LinkedHashMap<>(refusal.details());
        if (details.get("errors") instanceof List<?> errors) {
            details.put("errors", errors.stream().map(each -> moved(each, slot)).toList());
        } else {
            pointer(refusal, slot).ifPresent(pointer -> details.putIfAbsent("pointer", pointer));
        }
        return new Refusal(refusal.code(), refusal.message(), details);
    }

    private static Object moved(Object error, String slot) {
        return error instanceof Map<?, ?> pairs
                ? pairs.entrySet().stream()
                        .collect(Collectors.toMap(
                                pair -> String.valueOf(pair.getKey()),
                                pair -> String.valueOf(pair.getValue()).replaceFirst("^/action", slot),
                                (one, other) -> one,
                                LinkedHashMap::new))
                : error;
    }

    /** None where it is the device that takes no commands, whatever the slot. */
    private static Optional<String> pointer(Refusal refusal, String slot) {
        return switch (refusal.code()) {
            case DIRECT_ACTION_UNSUPPORTED, COMMAND_NOT_SUPPORTED -> Optional.empty();
            case UNSUPPORTED_MODE -> Optional.of(slot + "/command");
            case UNSUPPORTED_PARAMETER -> Optional.of(slot + "/parameters");
            case UNSUPPORTED_UNIT, PARAMETER_OUT_OF_RANGE ->
                Optional.of(slot + "/parameters/" + refusal.details().get("parameter"));
            case START_IN_PAST, START_OUT_OF_RANGE -> Optional.of(slot + "/at");
            default -> Optional.of(slot);
        };
    }
}
