package energy.amps.server.http.view;

import energy.amps.connector.Sample;
import energy.amps.device.Energy;
import energy.amps.server.history.DeviceHistory;
import energy.amps.server.history.Measures;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What devices did, as JSON and as a table; what is unknown is absent from the one and empty in the other. */
public final class Histories {

    private static final String LINE_END = "\r\n";

    private Histories() {}

    /** As JSON. */
    public static Content of(DeviceHistory history) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("deviceId", history.device().value());
            out.writeStringProperty("deviceType", history.family().wire());
            Values.text(out, "timezone", history.plantZone().map(ZoneId::getId));
            out.writeStringProperty("resolution", history.resolution().wire());
            Values.instant(out, "from", Optional.of(history.from()));
            Values.instant(out, "to", Optional.of(history.to()));
            out.writeName("items");
            out.writeStartArray();
            history.items().forEach(item -> item(item, out));
            out.writeEndArray();
            out.writeEndObject();
        };
    }

    private static void item(DeviceHistory.Item item, JsonGenerator out) {
        out.writeStartObject();
        Values.instant(out, "start", Optional.of(item.start()));
        Values.instant(out, "end", Optional.of(item.end()));
        out.writeName("state");
        out.writeStartObject();
        item.sample().state().forEach((name, value) -> number(out, name, value));
        out.writeEndObject();
        item.sample().energyIn().ifPresent(energy -> number(out, "energyIn", energy.kilowattHours()));
        item.sample().energyOut().ifPresent(energy -> number(out, "energyOut", energy.kilowattHours()));
        out.writeEndObject();
    }

    private static void number(JsonGenerator out, String name, double value) {
        out.writeName(name);
        out.writeNumber(Values.measured(value));
    }

    /**
     * As a table by RFC 4180: a header, and one line per interval. The columns are those of the family, whether anything is
     * known of them or not; no value needs quotes.
     */
    public static byte[] csv(DeviceHistory history) {
        List<String> fields = Measures.of(history.family());
        List<String> header = new ArrayList<>(List.of("start", "end"));
        header.addAll(fields);
        header.addAll(List.of("energyIn", "energyOut"));
        StringBuilder text = new StringBuilder(String.join(",", header)).append(LINE_END);
        history.items().forEach(item -> line(item, fields, text));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(DeviceHistory.Item item, List<String> fields, StringBuilder text) {
        Sample sample = item.sample();
        Map<String, Double> state = sample.state();
        text.append(Values.text(item.start())).append(',').append(Values.text(item.end()));
        fields.forEach(field -> cell(Optional.ofNullable(state.get(field)), text));
        cell(sample.energyIn().map(Energy::kilowattHours), text);
        cell(sample.energyOut().map(Energy::kilowattHours), text);
        text.append(LINE_END);
    }

    private static void cell(Optional<Double> value, StringBuilder text) {
        text.append(',');
        value.ifPresent(number -> text.append(Values.measured(number).toPlainString()));
    }
}
