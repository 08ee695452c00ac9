package energy.amps.contract.harness;

import java.util.function.Predicate;

/** A call of one operation that may change something and that is answered with success, to be made more than once. */
@FunctionalInterface
public interface Repeatable {

    /** Makes it. */
    Answer make(Api api);

    /** One of an operation, with everything prepared that it needs. */
    static Repeatable of(String method, String template) {
        return switch (method + " " + template) {
            case "POST /actions/{actionId}/cancel" -> {
                Battery battery = Batteries.fullFeatured();
                String action =
                        battery.accepts(Push.of("idle").start("20h")).path("id").stringValue();
                yield api -> api.post(200, "/actions/" + action + "/cancel");
            }
            case "POST /actions/{actionId}/end" -> {
                Battery battery = Batteries.fullFeatured();
                String action = battery.accepts(
                                Push.of("idle").start("0m").end(battery.now().plusSeconds(3600)))
                        .path("id")
                        .stringValue();
                battery.awaitTaken(action);
                yield api -> api.post(202, "/actions/" + action + "/end");
            }
            case "POST /sandbox/clock" -> api -> api.post(202, template, Json.object("{'reset':true}"));
            case "POST /keys" -> api -> api.post(201, "/keys", Json.object("{'name':'again'}"));
            case "DELETE /keys/{keyId}" -> {
                String key = Api.sandbox().post(201, "/keys").data().path("id").stringValue();
                yield api -> api.delete(200, "/keys/" + key);
            }
            default -> onDevice(method, template);
        };
    }

    private static Repeatable onDevice(String method, String template) {
        String family = template.substring(0, template.indexOf('/', 1));
        return switch (method + " " + template.substring(family.length())) {
            case "POST /{deviceId}" -> {
                Declared device = device(family, found -> !found.commands().isEmpty());
                ValidPush push = ValidPush.of(
                        device, device.api().get(200, device.path()).at(), Chance.of(template));
                yield api -> api.post(202, device.path(), push.push().json());
            }
            case "PATCH /{deviceId}" -> {
                Declared device = device(family, found -> true);
                yield api -> api.patch(200, device.path(), Json.object("{'timezone':'Europe/London'}"));
            }
            case "POST /{deviceId}/settings" -> {
                Declared device =
                        device(family, found -> !found.writableSettings().isEmpty());
                String name = device.writableSettings().getFirst();
                String unit = device.read().at("/settings/" + name + "/unit").stringValue();
                yield api -> api.post(
                        200,
                        device.path() + "/settings",
                        Json.object("{'%s':{'value':%s,'unit':'%s'}}"
                                .formatted(name, device.read().at("/settings/" + name + "/min"), unit)));
            }
            default -> throw new AssertionError("say in Repeatable how " + method + " " + template + " is called");
        };
    }

    private static Declared device(String family, Predicate<Declared> fits) {
        return Declared.all().stream()
                .filter(device -> device.path().startsWith(family + "/"))
                .filter(fits)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the sandbox has no device for this in " + family));
    }
}
