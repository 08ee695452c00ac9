package energy.amps.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Push;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract section 2, strict bodies and quantities: nothing that is sent is ever ignored. */
@ExtendWith(DrainedDevices.class)
class StrictBodiesTest {
    private static final int LIMIT = 65_536;

    private final Battery battery = Batteries.fullFeatured();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {'action':{'command':'idle'},'colour':'red'}                                   | /colour
            {'action':{'command':'idle','paramters':{}}}                                   | /action/paramters
            {'action':{'command':'idle'},'a/b~c':1}                                        | /a~1b~0c
            {'action':{'command':5}}                                                       | /action/command
            {'action':{'command':null}}                                                    | /action/command
            {'action':{}}                                                                  | /action/command
            {}                                                                             | /action
            {'action':null}                                                                | /action
            {'action':[]}                                                                  | /action
            {'action':{'command':'idle','start':30}}                                       | /action/start
            {'action':{'command':'idle','start':null}}                                     | /action/start
            {'action':{'command':'idle','parameters':null}}                                | /action/parameters
            {'action':{'command':'idle','parameters':[]}}                                  | /action/parameters
            {'action':{'command':'charge','parameters':{'target':80}}}                     | /action/parameters/target
            {'action':{'command':'charge','parameters':{'target':{'value':80}}}}           | /action/parameters/target/unit
            {'action':{'command':'charge','parameters':{'target':{'unit':'percent'}}}}     | /action/parameters/target/value
            {'action':{'command':'charge','parameters':{'target':{'value':'80','unit':'percent'}}}} | /action/parameters/target/value
            {'action':{'command':'charge','parameters':{'target':{'value':80,'unit':'percent','per':'day'}}}} | /action/parameters/target/per
            {'action':{'command':'idle'},'onConflict':null}                                | /onConflict
            {'action':{'command':'idle'},'sandbox':{'explode':true}}                       | /sandbox/explode
            {'action':{'command':'idle'},'sandbox':{'error':'NO_SUCH_CODE'}}               | /sandbox/error
            {'action':{'command':'idle'},'sandbox':{'delay':'soon'}}                       | /sandbox/delay
            {'action':{'command':'idle'},'sandbox':{'acceptButIgnore':'yes'}}              | /sandbox/acceptButIgnore
            {'action':{'command':'idle'},'sandbox':{'revert':{'error':'TIMEOUT','times':0}}} | /sandbox/revert/times
            """)
    void aMalformedPushIsRefusedAtItsPlace(String body, String pointer) {
        assertMalformed(battery.path(), "POST", body.replace('\'', '"'), pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {'charge_ceiling':90}                              | /charge_ceiling
            {'charge_ceiling':null}                            | /charge_ceiling
            {'charge_ceiling':{'value':90}}                    | /charge_ceiling/unit
            {'charge_ceiling':{'value':'90','unit':'percent'}} | /charge_ceiling/value
            {'charge_ceiling':{'value':90,'unit':'percent','min':1}} | /charge_ceiling/min
            """)
    void aMalformedSettingsWriteIsRefusedAtItsPlace(String body, String pointer) {
        assertMalformed(battery.path() + "/settings", "POST", body.replace('\'', '"'), pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {'timezone':'Mars/Olympus'}             | /timezone
            {'timezone':'+01:00'}                   | /timezone
            {'timezone':null}                       | /timezone
            {'timezone':1}                          | /timezone
            {}                                      | /timezone
            {'timezone':'Europe/London','name':'x'} | /name
            """)
    void aMalformedChangeIsRefusedAtItsPlace(String body, String pointer) {
        assertMalformed(battery.path(), "PATCH", body.replace('\'', '"'), pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "nonsense",
                "[]",
                "null",
                "42",
                "\"text\"",
                "{\"action\":{\"command\":\"idle\"}} trailing",
                "{\"action\":{\"command\":\"idle\"}}{}",
                "{\"action\":{\"command\":\"idle\"},\"action\":{\"command\":\"idle\"}}",
                "{\"action\":{\"command\":\"id\\u0000le\"}}",
                "{\"action\":{\"command\":\"\\ud800\"}}",
                "{'action':{'command':'idle'}}",
                "{\"action\":{\"command\":\"idle\",}}",
                "{\"action\":{\"command\":\"charge\",\"parameters\":{\"target\":{\"value\":NaN,\"unit\":\"percent\"}}}}",
                "{\"action\":{\"command\":\"charge\",\"parameters\":{\"target\":{\"value\":1e400000000,\"unit\":\"percent\"}}}}",
                "{\"action\":{\"command\":\"charge\",\"parameters\":{\"target\":{\"value\":0e-400000000,\"unit\":\"percent\"}}}}"
            })
    void whatIsNotOneCleanObjectIsMalformed(String body) {
        assertThat(battery.api().unchecked(400, "POST", battery.path(), body).code())
                .isEqualTo("VALIDATION_ERROR");
        assertThat(battery.unfinished()).isEmpty();
    }

    @Test
    void aSettingsWriteOfNothingIsMalformed() {
        assertThat(battery.api()
                        .unchecked(400, "POST", battery.path() + "/settings", "{}")
                        .code())
                .isEqualTo("VALIDATION_ERROR");
    }

    @Test
    void deepNestingIsMalformedAndHarmless() {
        String deep = "{\"action\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        battery.api().unchecked(400, "POST", battery.path(), deep);
    }

    @Test
    void aBodyOfTheLimitPassesAndOneByteMoreIsTooLarge() {
        String push = Push.of("idle").start("20h").json().toString();
        String atLimit = push + " ".repeat(LIMIT - push.length());
        battery.api().unchecked(202, "POST", battery.path(), atLimit);
        Answer refused = battery.api().unchecked(413, "POST", battery.path(), atLimit + " ");
        assertThat(refused.code()).isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @Test
    void aChunkedBodyIsHeldToTheSameLimit() {
        byte[] large = " ".repeat(LIMIT + 1).getBytes(UTF_8);
        Answer refused = battery.api()
                .unchecked(
                        413,
                        "POST",
                        battery.path(),
                        "application/json",
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
        assertThat(refused.code()).isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", ""})
    void aBodyThatIsNotDeclaredAsJsonIsUnsupported(String contentType) {
        Answer refused = battery.api()
                .unchecked(
                        415,
                        "POST",
                        battery.path(),
                        contentType,
                        BodyPublishers.ofString(Push.of("idle").json().toString()));
        assertThat(refused.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void aCharsetBesideJsonIsFine() {
        battery.api()
                .unchecked(
                        202,
                        "POST",
                        battery.path(),
                        "application/json; charset=utf-8",
                        BodyPublishers.ofString(
                                Push.of("idle").start("20h").json().toString()));
    }

    @Test
    void cancelAndEndTakeNothingOrAnEmptyObject() {
        Api api = battery.api();
        String action = "/actions/"
                + battery.accepts(Push.of("idle").start("20h")).path("id").stringValue();
        api.unchecked(400, "POST", action + "/cancel", "{\"force\":true}");
        api.unchecked(400, "POST", action + "/end", "[]");
        api.unchecked(200, "POST", action + "/cancel", "{}");
    }

    private void assertMalformed(String path, String method, String body, String pointer) {
        Answer answer = battery.api().unchecked(400, method, path, body);
        assertThat(answer.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.details().path("errors").findValuesAsString("pointer"))
                .contains(pointer);
    }
}
