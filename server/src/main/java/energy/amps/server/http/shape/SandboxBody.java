package energy.amps.server.http.shape;

import energy.amps.connector.SandboxControls;
import energy.amps.connector.SandboxControls.Failure;
import energy.amps.connector.SandboxControls.RevertFailure;
import energy.amps.fault.FaultCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The {@code sandbox} object of a push (contract section 11). */
final class SandboxBody {

    /** Longest delay that a sandbox push may ask for. */
    static final Duration LONGEST_DELAY = Duration.ofHours(24);

    /** Most returns that a sandbox push may let fail. */
    static final int MOST_REVERT_FAILURES = 1_000;

    private SandboxBody() {}

    static SandboxControls read(Optional<Fields> sandbox) {
        return sandbox.map(SandboxBody::controls).orElse(SandboxControls.NONE);
    }

    private static SandboxControls controls(Fields sandbox) {
        Optional<FaultCode> error = faultCode(sandbox);
        Optional<String> message = sandbox.text("message");
        if (message.isPresent() && sandbox.text("error").isEmpty()) {
            sandbox.problem("message", "only beside 'error'");
        }
        SandboxControls controls = new SandboxControls(
                error.map(code -> new Failure(code, message)),
                delay(sandbox),
                sandbox.flag("acceptButIgnore").orElse(false),
                sandbox.flag("timeoutAfterApply").orElse(false),
                sandbox.flag("foreignScheduler").orElse(false),
                sandbox.object("revert").flatMap(SandboxBody::revert));
        sandbox.refuseOthers();
        return controls;
    }

    private static Optional<RevertFailure> revert(Fields revert) {
        revert.require("error", "times");
        Optional<FaultCode> error = faultCode(revert);
        Optional<Integer> times = revert.number("times").flatMap(number -> {
            if (!isWholeBetween(number, 1, MOST_REVERT_FAILURES)) {
                revert.problem("times", "must be a whole number from 1 to " + MOST_REVERT_FAILURES);
                return Optional.empty();
            }
            return Optional.of(number.intValue());
        });
        revert.refuseOthers();
        return error.flatMap(code -> times.map(t -> new RevertFailure(code, t)));
    }

    private static Optional<FaultCode> faultCode(Fields fields) {
        return fields.text("error").flatMap(name -> {
            Optional<FaultCode> code = FaultCode.of(name);
            if (code.isEmpty()) {
                fields.problem("error", "not a code that an action can fail with");
            }
            return code;
        });
    }

    private static Optional<Duration> delay(Fields sandbox) {
        return sandbox.text("delay").flatMap(text -> {
            Optional<Duration> delay = duration(text).filter(d -> !d.isNegative() && d.compareTo(LONGEST_DELAY) <= 0);
            if (delay.isEmpty()) {
                sandbox.problem("delay", "must be an ISO 8601 duration from PT0S to PT24H");
            }
            return delay;
        });
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException notADuration) {
            return Optional.empty();
        }
    }

    private static boolean isWholeBetween(BigDecimal number, int min, int max) {
        return number.compareTo(BigDecimal.valueOf(min)) >= 0
                && number.compareTo(BigDecimal.valueOf(max)) <= 0
                && number.stripTrailingZeros().scale() <= 0;
    }
}
