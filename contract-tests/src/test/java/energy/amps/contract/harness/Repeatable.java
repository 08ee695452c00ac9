package energy.amps.contract.harness;

import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A call of one operation that may change something and that is answered with success, to be made more than once. */
@FunctionalInterface
public interface Repeatable {

    /** A link that asks which devices are meant brings none by itself. */
    String ASKED = "{'skipDeviceSelection':false}";

    /** A schedule that fires in years. */
    String ONCE = "{'slots':[{'at':'2030-01-01T00:00:00Z','duration':'PT1H','command':'idle'}]}";

    /** Where webhook endpoints are. */
    String ENDPOINTS = "/webhook-endpoints";

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
            case "POST /links" -> {
                Account account = Account.of(Api.sandbox(), "again");
                yield api -> api.post(201, "/links", account.request(ASKED));
            }
            case "POST /links/{linkId}/mfa" -> {
                String link = link(Account.of(Api.sandbox(), "mfa").request(ASKED))
                        .path("id")
                        .stringValue();
                yield api -> api.post(200, "/links/" + link + "/mfa", Json.object("{'code':'123456'}"));
            }
            case "POST /links/{linkId}/devices" -> {
                JsonNode link = link(Account.of(Api.sandbox(), "again").request(ASKED));
                String first = link.at("/devices/0/externalId").stringValue();
                yield api -> api.post(
                        200,
                        "/links/" + link.path("id").stringValue() + "/devices",
                        Json.object("{'devices':['" + first + "']}"));
            }
            case "DELETE /users/{userId}" -> {
                String user = link(Account.of(Api.sandbox(), "again").request(ASKED))
                        .path("userId")
                        .stringValue();
                yield api -> api.delete(202, "/users/" + user);
            }
            case "POST /sandbox/clock" ->
                api -> {
                    Answer answer = new Clock(api).asks("{'reset':true}");
                    // Whoever comes next finds it ready.
                    new Clock(Api.sandbox()).awaitReady();
                    return answer;
                };
            case "POST /keys" -> api -> api.post(201, "/keys", Json.object("{'name':'again'}"));
            case "DELETE /keys/{keyId}" -> {
                String key = Api.sandbox().post(201, "/keys").data().path("id").stringValue();
                yield api -> api.delete(200, "/keys/" + key);
            }
            default -> template.startsWith(ENDPOINTS) ? onEndpoint(method, template) : onDevice(method, template);
        };
    }

    /** One that nothing is sent to but what is asked for: nobody listens there. */
    private static Repeatable onEndpoint(String method, String template) {
        ObjectNode draft = Json.object("{'url':'http://127.0.0.1:9/','events':['webhook.test']}");
        if (template.equals(ENDPOINTS)) {
            return api -> api.post(201, ENDPOINTS, draft);
        }
        String path = ENDPOINTS + "/"
                + Api.sandbox().post(201, ENDPOINTS, draft).data().path("id").stringValue();
        return switch (method + template.substring((ENDPOINTS + "/{endpointId}").length())) {
            case "PATCH" -> api -> api.patch(200, path, Json.object("{'description':'again'}"));
            case "DELETE" -> api -> api.delete(200, path);
            case "POST/rotate-secret" -> api -> api.post(200, path + "/rotate-secret");
            case "POST/test" -> api -> api.post(202, path + "/test");
            case "POST/resend" -> {
                String event = Api.sandbox()
                        .post(202, path + "/test")
                        .data()
                        .path("eventId")
                        .stringValue();
                yield api -> api.post(202, path + "/resend", Json.object("{'eventId':'" + event + "'}"));
            }
            case "POST/replay" -> api -> api.post(202, path + "/replay", Json.object("{'failed':true}"));
            default -> throw unknown(method, template);
        };
    }

    private static AssertionError unknown(String method, String template) {
        return new AssertionError("say in Repeatable how " + method + " " + template + " is called");
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
            case "DELETE /{deviceId}" -> {
                String type = family.substring(1).replace('-', '_');
                JsonNode link = link(Account.of(Api.sandbox(), "again")
                        .request("{'deviceType':'" + type + "','maxDevices':1,'skipDeviceSelection':true}"));
                String device = Account.devices(link).getFirst();
                yield api -> api.delete(202, family + "/" + device);
            }
            case "PUT /{deviceId}/schedule" -> {
                Declared device = device(family, Repeatable::takesWindowsOfIdle);
                yield api -> api.put(200, device.path() + "/schedule", Json.object(ONCE));
            }
            case "DELETE /{deviceId}/schedule" -> {
                Declared device = device(family, Repeatable::takesWindowsOfIdle);
                device.api().put(200, device.path() + "/schedule", Json.object(ONCE));
                yield api -> api.delete(200, device.path() + "/schedule");
            }
            default -> throw unknown(method, template);
        };
    }

    private static JsonNode link(ObjectNode request) {
        return Api.sandbox().post(201, "/links", request).data();
    }

    private static boolean takesWindowsOfIdle(Declared device) {
        return device.read()
                .path("commands")
                .path("idle")
                .path("execution")
                .valueStream()
                .anyMatch(shape -> shape.stringValue().equals("windowed"));
    }

    private static Declared device(String family, Predicate<Declared> fits) {
        return Declared.all().stream()
                .filter(device -> device.path().startsWith(family + "/"))
                .filter(fits)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the sandbox has no device for this in " + family));
    }
}
