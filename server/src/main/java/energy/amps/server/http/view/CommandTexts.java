package energy.amps.server.http.view;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import energy.amps.command.Execution;
import energy.amps.device.Capabilities;
import energy.amps.device.CommandCapability;
import energy.amps.device.ParameterCapability;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/**
 * The {@code commands} of a device's read (contract section 4), half of its bytes. They follow from the capabilities alone, and
 * connectors share one value of those among all devices of a model: the text is written once for each such value and remembered
 * as long as the value is. A connector that makes new values at every read only misses the shortcut.
 */
final class CommandTexts {
    /** Most texts remembered. */
    static final int REMEMBERED_MOST = 1_000;

    /** Weak keys are told apart by identity: a look-up costs no comparison of the whole value. */
    private static final Cache<Capabilities, SerializableString> REMEMBERED =
            Caffeine.newBuilder().weakKeys().maximumSize(REMEMBERED_MOST).build();

    private CommandTexts() {}

    static SerializableString of(Capabilities capabilities) {
        return REMEMBERED.get(capabilities, CommandTexts::written);
    }

    private static SerializableString written(Capabilities capabilities) {
        return new SerializedString(Envelope.text(out -> {
            capabilities.commands().forEach((command, capability) -> {
                out.writeName(command.wire());
                command(capability, out);
            });
        }));
    }

    private static void command(CommandCapability capability, JsonGenerator out) {
        out.writeStartObject();
        out.writeName("parameters");
        out.writeStartObject();
        capability.parameters().forEach((parameter, bounds) -> {
            out.writeName(parameter.wire());
            parameter(bounds, out);
        });
        out.writeEndObject();
        Values.words(
                out,
                "execution",
                capability.execution().stream().map(Execution::wire).toList());
        out.writeEndObject();
    }

    private static void parameter(ParameterCapability bounds, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("unit", bounds.unit().wire());
        out.writeNumberProperty("min", bounds.min());
        out.writeNumberProperty("max", bounds.max());
        out.writeEndObject();
    }
}
