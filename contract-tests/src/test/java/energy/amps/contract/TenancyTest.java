package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Push;
import energy.amps.contract.harness.Target;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Contract section 1: a customer never reaches another's device, and sandbox never touches live. Nor can a stranger learn
 * that an id exists: the answer for a foreign one is that for a missing one, to the byte but for {@code meta}.
 */
@ExtendWith(DrainedDevices.class)
class TenancyTest {
    private final Battery battery = Batteries.fullFeatured();
    private JsonNode action = Json.object();

    @BeforeEach
    void haveAnActionToHide() {
        action = battery.accepts(Push.of("idle").start("20h"));
    }

    /** Keys that must not see the sandbox of the first. */
    static Stream<Stranger> strangers() {
        Stream<Stranger> live = Stream.of(new Stranger("live key", Api.live()));
        return Stream.concat(
                live,
                Target.current().otherApiKey().stream()
                        .map(key -> new Stranger("other customer's key", Api.withKey(key))));
    }

    /**
     * Someone else.
     *
     * @param name how the report calls them
     * @param api with their key
     */
    record Stranger(String name, Api api) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void aForeignDeviceIsAMissingDeviceToTheByte(Stranger stranger) {
        List<BiFunction<Api, String, Answer>> calls = List.of(
                (api, id) -> api.get(404, "/battery/" + id),
                (api, id) -> api.get(404, "/battery/" + id + "?expedite=true"),
                (api, id) -> api.post(404, "/battery/" + id, Push.of("idle").json()),
                (api, id) -> api.post(
                        404,
                        "/battery/" + id,
                        Push.of("idle").onConflict("cancel_and_replace").json()),
                (api, id) -> api.unchecked(
                        404, "POST", "/battery/" + id, Push.of("fly").json().toString()),
                (api, id) -> api.patch(404, "/battery/" + id, Json.object("{'timezone':'Asia/Tokyo'}")),
                (api, id) -> api.post(
                        404,
                        "/battery/" + id + "/settings",
                        Json.object("{'charge_ceiling':{'value':50,'unit':'percent'}}")));
        JsonNode before = battery.read();
        assertSame(stranger.api(), calls, battery.id(), "device_nosuchdevice");
        JsonNode after = battery.read();
        for (String key : List.of("timezone", "settings", "lastAction")) {
            assertThat(after.path(key)).as(key).isEqualTo(before.path(key));
        }
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void aForeignActionIsAMissingActionToTheByte(Stranger stranger) {
        List<BiFunction<Api, String, Answer>> calls = List.of(
                (api, id) -> api.get(404, "/actions/" + id),
                (api, id) -> api.post(404, "/actions/" + id + "/cancel"),
                (api, id) -> api.post(404, "/actions/" + id + "/end"));
        String id = action.path("id").stringValue();
        assertSame(stranger.api(), calls, id, "act_nosuchaction");
        assertThat(battery.action(id).path("state").stringValue()).isEqualTo("scheduled");
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void aForeignIdAsAFilterGivesAnEmptyPageLikeAMissingOne(Stranger stranger) {
        String user = battery.read().path("userId").stringValue();
        Api api = stranger.api();
        assertThat(api.get(200, "/actions?deviceId=" + battery.id()).textWithoutMeta())
                .isEqualTo(api.get(200, "/actions?deviceId=device_nosuchdevice").textWithoutMeta());
        for (String path : List.of("/actions", "/battery")) {
            Answer foreign = api.get(200, path + "?userId=" + user);
            assertThat(foreign.textWithoutMeta())
                    .isEqualTo(api.get(200, path + "?userId=user_nosuchuser").textWithoutMeta());
            assertThat(foreign.data().path("items")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void noListOfAStrangerShowsAnythingOfTheSandbox(Stranger stranger) {
        String user = battery.read().path("userId").stringValue();
        for (Api api : List.of(stranger.api(), stranger.api().forUser(user))) {
            assertThat(api.get(200, "/battery?limit=50").text()).doesNotContain(battery.id(), user);
            assertThat(api.get(200, "/actions?limit=50").text())
                    .doesNotContain(battery.id(), action.path("id").stringValue());
        }
    }

    private static void assertSame(
            Api stranger, List<BiFunction<Api, String, Answer>> calls, String foreign, String missing) {
        for (BiFunction<Api, String, Answer> call : calls) {
            Answer one = call.apply(stranger, foreign);
            Answer other = call.apply(stranger, missing);
            assertThat(one.textWithoutMeta()).isEqualTo(other.textWithoutMeta());
            assertThat(one.headers().map().keySet())
                    .isEqualTo(other.headers().map().keySet());
        }
    }
}
