package energy.amps.standin.foxess;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the cloud says.
 *
 * @param errno the number; 0 for done
 * @param result what was asked for, if anything was
 */
record Answer(int errno, Optional<Object> result) {
    /** In the text of every refusal, so that a test can see whether it gets any further. */
    static final String TEXT = "vendor-text-";

    static Answer of(Object result) {
        return new Answer(Errno.OK, Optional.of(result));
    }

    static Answer done() {
        return new Answer(Errno.OK, Optional.empty());
    }

    static Answer no(int errno) {
        return new Answer(errno, Optional.empty());
    }

    Map<String, Object> envelope() {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("errno", errno);
        envelope.put("msg", errno == Errno.OK ? "success" : TEXT + errno);
        result.ifPresent(value -> envelope.put("result", value));
        return envelope;
    }
}
