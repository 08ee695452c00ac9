package energy.amps.server.http.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import energy.amps.check.Checked;
import energy.amps.check.SettingsRequest;
import energy.amps.check.SettingsRequest.Value;
import energy.amps.connector.SandboxControls;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.FaultCode;
import energy.amps.fault.Refusal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract section 2, <i>Strict bodies</i>: what is wrong, and where. */
class BodyShapesTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T passed(Checked<T> checked) {
        return switch (checked) {
            case Checked.Passed<T>(T value) -> value;
            case Checked.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal.toString());
        };
    }

    /** The pointers of what is wrong, in order. */
    private static List<Object> pointers(Checked<?> checked) {
        return problems(checked).stream().map(problem -> problem.get("pointer")).toList();
    }

    @SuppressWarnings("unchecked") // the form of details.errors, asserted to be a list
    private static List<Map<Object, Object>> problems(Checked<?> checked) {
        assertThat(checked).isInstanceOf(Checked.Refused.class);
        Refusal refusal = ((Checked.Refused<?>) checked).refusal();
        assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
        assertThat(refusal.details().get("errors")).asInstanceOf(LIST).isNotEmpty();
        return (List<Map<Object, Object>>) refusal.details().get("errors");
    }

    private static Checked<Push> push(String body) {
        return Bodies.push(utf8(body));
    }

    private static Checked<Push> sandbox(String sandbox) {
        return push("{\"action\":{\"command\":\"charge\"},\"sandbox\":" + sandbox + "}");
    }

    private static Checked<Push> target(String quantity) {
        return push("{\"action\":{\"command\":\"charge\",\"parameters\":{\"target\":" + quantity + "}}}");
    }

    @Test
    void absentAndEmptyParametersAreNotTheSame() {
        assertThat(passed(push("{\"action\":{\"command\":\"charge\"}}"))
                        .request()
                        .parameters())
                .isEmpty();
        assertThat(passed(push("{\"action\":{\"command\":\"charge\",\"parameters\":{}}}"))
                        .request()
                        .parameters())
                .contains(Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                            | /action",
                "{\"action\":null}                                             | /action",
                "{\"action\":[]}                                               | /action",
                "{\"action\":{}}                                               | /action/command",
                "{\"action\":{\"command\":null}}                               | /action/command",
                "{\"action\":{\"command\":7}}                                  | /action/command",
                "{\"action\":{\"command\":\"charge\",\"paramters\":{}}}        | /action/paramters",
                "{\"action\":{\"command\":\"charge\",\"a/b~c\":{}}}            | /action/a~1b~0c",
                "{\"action\":{\"command\":\"charge\",\"start\":1}}             | /action/start",
                "{\"action\":{\"command\":\"charge\",\"start\":null}}          | /action/start",
                "{\"action\":{\"command\":\"charge\",\"parameters\":null}}     | /action/parameters",
                "{\"action\":{\"command\":\"charge\",\"parameters\":[]}}       | /action/parameters",
                "{\"action\":{\"command\":\"charge\",\"command\":\"charge\"}}  | /action/command",
                "{\"action\":{\"command\":\"charge\"},\"onConflict\":true}     | /onConflict",
                "{\"action\":{\"command\":\"charge\"},\"onconflict\":\"x\"}    | /onconflict",
                "{\"action\":{\"command\":\"charge\"},\"sandbox\":null}        | /sandbox",
                "{\"action\":{\"command\":\"\\u0000\"}}                        | /action/command",
                "{\"action\":{\"command\":\"\\ud800\"}}                        | /action/command",
                "{\"action\":{\"command\":\"\\udc00\\ud800\"}}                 | /action/command",
                "{\"action\":{\"command\":\"charge\",\"\\u0000\":1}}           | /action",
                "[]                                                            | ``",
                "\"text\"                                                      | ``",
                "null                                                          | ``",
                "``                                                            | ``",
                "{\"action\":{\"command\":\"charge\"}} {}                      | ``",
                "{\"action\":{\"command\":\"charge\"}}]                        | ``",
                "{\"action\":{\"command\":\"charge\"}                          | ``",
                "{'action':1}                                                  | ``",
                "{\"action\":{\"command\":\"charge\"},}                        | ``",
                "{\"action\":01}                                               | ``",
                "{\"action\":NaN}                                              | ``",
                "{\"action\":tru}                                              | ``",
                "/**/{}                                                        | ``",
                "\uFEFF{}                                                      | ``"
            })
    void whatIsWrongIsPointedAt(String body, String pointer) {
        assertThat(pointers(push(body))).containsExactly(pointer);
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        Checked<Push> checked = push("""
                {"action":{"start":7,"parameters":{"target":{"value":"30","units":"percent"},"power":5}},
                 "extra":1,"sandbox":{"delay":"soon"}}
                """);
        assertThat(pointers(checked))
                .containsExactlyInAnyOrder(
                        "/action/command",
                        "/action/start",
                        "/action/parameters/target/value",
                        "/action/parameters/target/unit",
                        "/action/parameters/target/units",
                        "/action/parameters/power",
                        "/extra",
                        "/sandbox/delay");
    }

    @Test
    void aListOfProblemsHasAnEnd() {
        StringBuilder body = new StringBuilder("{\"action\":{\"command\":\"charge\"}");
        IntStream.range(0, 50).forEach(i -> body.append(",\"k").append(i).append("\":1"));
        assertThat(problems(push(body.append('}').toString()))).hasSize(Problems.MOST_LISTED);
    }

    @Test
    void tooManyKeysAreOneProblem() {
        StringBuilder parameters = new StringBuilder("\"p\":{\"value\":1,\"unit\":\"kw\"}");
        IntStream.range(0, 64)
                .forEach(i -> parameters.append(",\"p").append(i).append("\":{\"value\":1,\"unit\":\"kw\"}"));
        Checked<Push> checked = push("{\"action\":{\"command\":\"charge\",\"parameters\":{" + parameters + "}}}");
        assertThat(pointers(checked)).containsExactly("/action/parameters");
    }

    @Test
    void longTextsAndKeysAreRefused() {
        assertThat(pointers(push("{\"action\":{\"command\":\"" + "c".repeat(1_025) + "\"}}")))
                .containsExactly("/action/command");
        assertThat(passed(push("{\"action\":{\"command\":\"" + "c".repeat(1_024) + "\"}}"))
                        .request()
                        .command())
                .hasSize(1_024);
        assertThat(pointers(push("{\"action\":{\"command\":\"charge\",\"" + "k".repeat(129) + "\":1}}")))
                .containsExactly("/action");
    }

    @Test
    void deepNestingIsRefusedHoweverDeep() {
        for (int depth : new int[] {17, 400, 30_000}) {
            String nested = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
            assertThat(problems(push(nested))).isNotEmpty();
            String arrays = "[".repeat(depth) + "]".repeat(depth);
            assertThat(pointers(push(arrays))).contains("");
        }
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        assertThat(pointers(Bodies.push(new byte[] {'{', '"', (byte) 0xC3, '"', '}'})))
                .containsExactly("");
        assertThat(pointers(Bodies.push("{}".getBytes(StandardCharsets.UTF_16))))
                .containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "5.5", "5.50", "-1", "0", "1e2", "1E+30", "0.0000000001", "-0.0"})
    void aNumberArrivesToTheDigit(String number) {
        Push push = passed(target("{\"value\":" + number + ",\"unit\":\"percent\"}"));
        assertThat(push.request().parameters().orElseThrow().get("target").value())
                .isEqualTo(new BigDecimal(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.00000000001",
                "1e400000000",
                "0e400000000",
                "0e-400000000",
                "1e-400000000",
                "1e2147483647",
                "1e-2147483648",
                "1e99999999999",
                "1e41",
                "-1e999999"
            })
    void aNumberThatNobodyCouldStoreIsRefused(String number) {
        assertThat(pointers(target("{\"value\":" + number + ",\"unit\":\"percent\"}")))
                .containsExactly("/action/parameters/target/value");
    }

    @Test
    void aNumberOfManyDigitsIsRefused() {
        assertThat(problems(target("{\"value\":" + "9".repeat(60_000) + ",\"unit\":\"percent\"}")))
                .hasSize(1);
        assertThat(pointers(target("{\"value\":" + "9".repeat(41) + ",\"unit\":\"percent\"}")))
                .containsExactly("/action/parameters/target/value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "30                                             | /action/parameters/target",
                "null                                           | /action/parameters/target",
                "{\"value\":30}                                 | /action/parameters/target/unit",
                "{\"unit\":\"percent\"}                         | /action/parameters/target/value",
                "{\"value\":true,\"unit\":\"percent\"}          | /action/parameters/target/value",
                "{\"value\":\"30\",\"unit\":\"percent\"}        | /action/parameters/target/value",
                "{\"value\":30,\"unit\":1}                      | /action/parameters/target/unit",
                "{\"value\":30,\"unit\":\"percent\",\"max\":40} | /action/parameters/target/max"
            })
    void aQuantityIsANumberWithAUnitAndNothingElse(String quantity, String pointer) {
        assertThat(pointers(target(quantity))).containsExactly(pointer);
    }

    @Test
    void sandboxControlsArrive() {
        SandboxControls controls = passed(sandbox("""
                        {"error":"DEVICE_OFFLINE","message":"gone","delay":"PT24H","acceptButIgnore":true,
                         "timeoutAfterApply":true,"foreignScheduler":true,"revert":{"error":"TIMEOUT","times":1000}}
                        """)).controls();
        assertThat(controls.error().orElseThrow().code()).isEqualTo(FaultCode.DEVICE_OFFLINE);
        assertThat(controls.error().orElseThrow().message()).contains("gone");
        assertThat(controls.delay()).contains(Duration.ofHours(24));
        assertThat(controls.acceptButIgnore() && controls.timeoutAfterApply() && controls.foreignScheduler())
                .isTrue();
        assertThat(controls.revert().orElseThrow().times()).isEqualTo(1_000);
        assertThat(passed(sandbox("{}")).controls()).isEqualTo(SandboxControls.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"error\":\"device_offline\"}                      | /sandbox/error",
                "{\"message\":\"alone\"}                             | /sandbox/message",
                "{\"delay\":\"PT24H0.001S\"}                         | /sandbox/delay",
                "{\"delay\":\"-PT1S\"}                               | /sandbox/delay",
                "{\"delay\":\"P99999999999999D\"}                    | /sandbox/delay",
                "{\"delay\":10}                                      | /sandbox/delay",
                "{\"acceptButIgnore\":\"true\"}                      | /sandbox/acceptButIgnore",
                "{\"revert\":{\"error\":\"TIMEOUT\"}}                | /sandbox/revert/times",
                "{\"revert\":{\"error\":\"TIMEOUT\",\"times\":0}}    | /sandbox/revert/times",
                "{\"revert\":{\"error\":\"TIMEOUT\",\"times\":1001}} | /sandbox/revert/times",
                "{\"revert\":{\"error\":\"TIMEOUT\",\"times\":1.5}}  | /sandbox/revert/times",
                "{\"revert\":{\"error\":\"NOPE\",\"times\":1}}       | /sandbox/revert/error",
                "{\"revert\":{\"error\":\"TIMEOUT\",\"times\":1,\"x\":1}} | /sandbox/revert/x",
                "{\"unknown\":1}                                     | /sandbox/unknown"
            })
    void brokenSandboxControlsArePointedAt(String sandbox, String pointer) {
        assertThat(pointers(sandbox(sandbox))).containsExactly(pointer);
    }

    @Test
    void settingsAreNumbersWithUnitsOrFlags() {
        SettingsRequest request = passed(Bodies.settings(utf8(
                "{\"charge_ceiling\":{\"value\":90,\"unit\":\"percent\"},\"scheduler_enabled\":{\"value\":true}}")));
        assertThat(request.values().get("charge_ceiling"))
                .isEqualTo(new Value.Numeric(new BigDecimal("90"), "percent"));
        assertThat(request.values().get("scheduler_enabled")).isEqualTo(new Value.Flag(true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                        | ``",
                "{\"a\":90}                                                | /a",
                "{\"a\":{\"value\":90}}                                    | /a/unit",
                "{\"a\":{\"value\":\"90\",\"unit\":\"percent\"}}           | /a/value",
                "{\"a\":{\"value\":true,\"unit\":1}}                       | /a/unit",
                "{\"a\":{\"value\":90,\"unit\":\"percent\",\"min\":1}}     | /a/min"
            })
    void brokenSettingsArePointedAt(String body, String pointer) {
        assertThat(pointers(Bodies.settings(utf8(body)))).containsExactly(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/London", "UTC", "Etc/UTC", "America/Argentina/Buenos_Aires", "Asia/Kolkata"})
    void aRegionIsATimezone(String zone) {
        assertThat(passed(Bodies.timezone(utf8("{\"timezone\":\"" + zone + "\"}"))))
                .isEqualTo(ZoneId.of(zone));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+01:00",
                "Z",
                "GMT",
                "GMT+1",
                "UTC+1",
                "Etc/GMT+5",
                "europe/london",
                "Europe/Atlantis",
                "",
                "SystemV/EST5"
            })
    void anythingElseIsNone(String zone) {
        assertThat(pointers(Bodies.timezone(utf8("{\"timezone\":\"" + zone + "\"}"))))
                .containsExactly("/timezone");
    }
}
