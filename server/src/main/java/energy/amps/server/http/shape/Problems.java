package energy.amps.server.http.shape;

import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is wrong with one request, in the order found. Confined to the thread of its request. */
final class Problems {

    /** Most problems that an answer lists; a body of 64 KiB could hold thousands. */
    static final int MOST_LISTED = 32;

    private static final int MOST_IN_MESSAGE = 3;

    private record Problem(String pointer, String message) {
        String sentence() {
            return pointer.isEmpty() ? message : pointer + ": " + message;
        }

        Map<String, Object> details() {
            return Map.of("pointer", pointer, "message", message);
        }
    }

    private final List<Problem> found = new ArrayList<>();

    void add(String pointer, String message) {
        if (found.size() < MOST_LISTED) {
            found.add(new Problem(pointer, message));
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** All of it as the answer; there must be something. */
    Refusal refusal() {
        String message = found.stream()
                .limit(MOST_IN_MESSAGE)
                .map(Problem::sentence)
                .collect(Collectors.joining(
                        "; ", "Malformed request: ", found.size() > MOST_IN_MESSAGE ? "; ..." : "."));
        return new Refusal(
                ErrorCode.VALIDATION_ERROR,
                message,
                Map.of("errors", found.stream().map(Problem::details).toList()));
    }
}
