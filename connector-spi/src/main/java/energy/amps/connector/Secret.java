package energy.amps.connector;

/**
 * A text that opens something: a password, a token, a code. It prints as {@code ***}, so that no log line and no message can
 * hold it by accident.
 *
 * @param reveal the text, for the one call that needs it
 */
public record Secret(String reveal) {

    @Override
    public String toString() {
        return "***";
    }
}
