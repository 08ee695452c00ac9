package energy.amps.contract.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A device of any family, by what its read declares and by nothing else.
 *
 * @param api the client that sees it
 * @param path its path
 * @param read what it reads
 */
public record Declared(Api api, String path, JsonNode read) {

    /** Every device of every family that the document has. */
    public static List<Declared> all() {
        Api api = Api.sandbox();
        List<Declared> devices = new ArrayList<>();
        for (String template : Api.document().templates()) {
            if (template.endsWith("/{deviceId}") && template.indexOf('/', 1) == template.lastIndexOf('/')) {
                String family = template.substring(0, template.lastIndexOf('/'));
                api.get(200, family + "?limit=50")
                        .data()
                        .path("items")
                        .valueStream()
                        .map(item -> family + "/" + item.path("id").stringValue())
                        .map(path -> of(api, path))
                        .forEach(devices::add);
            }
        }
        return devices;
    }

    /** The device at a path, as it reads now. */
    public static Declared of(Api api, String path) {
        return new Declared(api, path, api.get(200, path).data());
    }

    /** The same, as it reads now. */
    public Declared again() {
        return of(api, path);
    }

    /** Its id. */
    public String id() {
        return read.path("id").stringValue();
    }

    /** The commands that it takes. */
    public List<String> commands() {
        return List.copyOf(read.path("commands").propertyNames());
    }

    /** Whether its family takes any. */
    public boolean isOfCommandedFamily() {
        return read.has("commands");
    }

    /** What a command takes, by name. */
    public JsonNode parameters(String command) {
        return read.path("commands").path(command).path("parameters");
    }

    /** The shapes in which a command is taken. */
    public List<String> shapes(String command) {
        return texts(read.path("commands").path(command).path("execution"));
    }

    /** The conflict strategies that it offers. */
    public List<String> strategies() {
        return texts(read.path("conflictStrategies"));
    }

    /** The settings that can be written: they have bounds. */
    public List<String> writableSettings() {
        JsonNode settings = read.path("settings");
        return settings.propertyNames().stream()
                .filter(name -> settings.path(name).has("min"))
                .toList();
    }

    /** The settings that can only be read. */
    public List<String> readOnlySettings() {
        List<String> all = new ArrayList<>(read.path("settings").propertyNames());
        all.removeAll(writableSettings());
        return all;
    }

    /** Puts settings and timezone back to what this read shows; what had no value keeps what it has. */
    public void restore() {
        ObjectNode settings = Json.object();
        for (String name : writableSettings()) {
            JsonNode setting = read.path("settings").path(name);
            if (setting.has("value")) {
                settings.putObject(name).set("value", setting.path("value")).set("unit", setting.path("unit"));
            }
        }
        if (!settings.isEmpty()) {
            api.post(200, path + "/settings", settings);
        }
        Optional.of(read.path("timezone"))
                .filter(JsonNode::isString)
                .ifPresent(zone -> api.patch(200, path, Json.object().put("timezone", zone.stringValue())));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }
}
