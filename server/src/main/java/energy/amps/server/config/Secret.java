package energy.amps.server.config;

/**
 * A text that must not be shown. It prints as {@code ***}, so that no log line and no message can hold it by accident.
 *
 * @param reveal the text, for the one place that needs it
 */
public record Secret(String reveal) {

    @Override
    public String toString() {
        return "***";
    }
}
