package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.Chance;
import energy.amps.contract.harness.Declared;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.Mutation;
import energy.amps.contract.harness.Push;
import energy.amps.contract.harness.Rebuild;
import energy.amps.contract.harness.ValidPush;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client that knows devices only by what they declare (contract sections 4 to 7). It is never refused but by a conflict that it
 * can foresee; and when it gets one thing wrong, it is refused with that thing's code and can repair its request from the
 * refusal alone.
 */
@ExtendWith(DrainedDevices.class)
class RandomClientTest {
    private static final int PUSHES = 150;
    private static final int MUTATIONS = 120;
    private static final int SETTINGS = 60;
    private static final int MOST_ATTEMPTS = 200;
    private static final int MOST_REPAIRS = 4;
    private static final int QUEUE = 16;
    private static final Duration HORIZON = Duration.ofDays(30);

    private final Api api = Api.sandbox();
    private final Chance chance = Chance.of("RandomClientTest");
    private List<Declared> devices = List.of();

    @BeforeEach
    void find() {
        devices = Declared.all();
        assertThat(devices).isNotEmpty();
    }

    @AfterEach
    void restore() {
        devices.forEach(device -> new Battery(api, device.id()).drain());
        devices.forEach(Declared::restore);
    }

    @Test
    void whatIsDeclaredIsNeverRefusedButByAForeseeableConflict() {
        Set<String> outcomes = new TreeSet<>();
        for (int i = 0; i < PUSHES; i++) {
            Declared device = chance.of(devices).again();
            if (device.commands().isEmpty()) {
                outcomes.add(refusedOutright(device));
                continue;
            }
            Battery handle = new Battery(api, device.id());
            List<JsonNode> unfinished = handle.unfinished();
            Answer now = api.get(200, device.path());
            ValidPush push = ValidPush.of(device, now.at(), chance);
            Set<String> expected = foreseen(push, unfinished, now.at());
            Answer answer = api.uncheckedAny(
                    Set.of(202, 409, 422),
                    "POST",
                    device.path(),
                    push.push().json().toString());
            assertThat(expected)
                    .as("%s on %s with %s -> %s", push, device.id(), unfinished, answer.text())
                    .contains(reason(answer));
            outcomes.add(reason(answer));
            if (answer.status() == 202) {
                follows(handle, push, answer);
            }
        }
        assertThat(outcomes).contains("", "no_strategy_supplied", "conflict_has_no_end");
    }

    /** Why it was refused, as finely as it can be foreseen; empty when it was not. */
    private static String reason(Answer answer) {
        return answer.code().equals("CONFLICT")
                ? answer.details().path("reason").stringValue()
                : answer.code();
    }

    /** What may come of a valid push where these actions are unfinished (contract section 6). */
    private static Set<String> foreseen(ValidPush push, List<JsonNode> unfinished, Instant now) {
        if (unfinished.isEmpty()) {
            return Set.of("");
        }
        if (push.strategy().isEmpty()) {
            return Set.of("no_strategy_supplied");
        }
        if (push.strategy().get().equals("cancel_and_replace")) {
            boolean open = unfinished.stream()
                    .anyMatch(action -> action.path("state").stringValue().equals("acknowledged"));
            return Set.of(open ? "already_in_progress" : "");
        }
        if (unfinished.stream().anyMatch(action -> action.path("end").isNull())) {
            return Set.of("conflict_has_no_end");
        }
        if (unfinished.size() >= QUEUE) {
            return Set.of("queue_full");
        }
        Instant last = unfinished.stream()
                .map(action -> Instant.parse(action.path("end").stringValue()))
                .max(Instant::compareTo)
                .orElseThrow();
        Instant start = push.start().filter(last::isBefore).orElse(last);
        if (push.end().filter(end -> !end.isAfter(start)).isPresent()) {
            return Set.of("INVALID_TIME_WINDOW");
        }
        return start.isAfter(now.plus(HORIZON)) ? Set.of("START_OUT_OF_RANGE") : Set.of("");
    }

    /** An accepted push mirrors its request, and an immediate one ends; what is planned is sometimes taken back. */
    private void follows(Battery handle, ValidPush push, Answer accepted) {
        JsonNode action = accepted.data();
        assertThat(action.path("command").stringValue()).isEqualTo(push.command());
        JsonNode asked = push.push().json().path("action").path("parameters");
        assertThat(action.path("parameters").isNull()).isEqualTo(asked.isMissingNode());
        String id = action.path("id").stringValue();
        if (action.path("state").stringValue().equals("acknowledged")) {
            handle.awaitTerminal(id);
        } else if (chance.oneIn(2)) {
            assertThat(api.post(200, "/actions/" + id + "/cancel")
                            .data()
                            .path("state")
                            .stringValue())
                    .isEqualTo("cancelled");
        }
    }

    private String refusedOutright(Declared device) {
        String expected = device.isOfCommandedFamily() ? "COMMAND_NOT_SUPPORTED" : "DIRECT_ACTION_UNSUPPORTED";
        Answer answer =
                api.unchecked(422, "POST", device.path(), Push.of("idle").json().toString());
        assertThat(answer.code()).as(device.id()).isEqualTo(expected);
        return expected;
    }

    @Test
    void oneThingWrongIsRefusedByItsCodeAndRepairedFromTheRefusal() {
        Set<String> codes = new TreeSet<>();
        List<Declared> commandable =
                devices.stream().filter(device -> !device.commands().isEmpty()).toList();
        for (int i = 0; i < MUTATIONS; i++) {
            int kind = i % Mutation.KINDS;
            Instant now = api.get(200, devices.getFirst().path()).at();
            Attempt attempt = Stream.generate(() -> attempt(kind, chance.of(commandable), now))
                    .limit(MOST_ATTEMPTS)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no device has anything to break of kind " + kind));
            Declared device = attempt.device();
            Mutation wrong = attempt.wrong();
            Answer refusal = api.unchecked(
                    wrong.code().equals("VALIDATION_ERROR") ? 400 : 422,
                    "POST",
                    device.path(),
                    wrong.push().json().toString());
            assertThat(refusal.code())
                    .as("%s on %s -> %s", wrong, device.id(), refusal.text())
                    .isEqualTo(wrong.code());
            codes.add(refusal.code());
            if (!wrong.code().equals("VALIDATION_ERROR")) {
                repaired(device, wrong.push(), refusal);
            }
            new Battery(api, device.id()).drain();
        }
        assertThat(codes)
                .contains(
                        "UNSUPPORTED_MODE",
                        "UNSUPPORTED_PARAMETER",
                        "EXECUTION_NOT_SUPPORTED",
                        "UNSUPPORTED_UNIT",
                        "PARAMETER_OUT_OF_RANGE",
                        "STRATEGY_NOT_SUPPORTED",
                        "VALIDATION_ERROR");
    }

    /** A push with one thing wrong, for the device that it was made for. */
    private record Attempt(Declared device, Mutation wrong) {}

    private Optional<Attempt> attempt(int kind, Declared device, Instant now) {
        return Mutation.of(kind, ValidPush.of(device, now, chance), device, chance)
                .map(wrong -> new Attempt(device, wrong));
    }

    private void repaired(Declared device, Push refused, Answer refusal) {
        Push push = refused;
        Answer answer = refusal;
        for (int repairs = 0; answer.status() != 202; repairs++) {
            assertThat(repairs)
                    .as("repairs of %s on %s; last %s", refused, device.id(), answer.text())
                    .isLessThan(MOST_REPAIRS);
            push = Rebuild.push(push, answer);
            answer = api.uncheckedEither(
                    202, 422, "POST", device.path(), push.json().toString());
        }
    }

    @Test
    void settingsThatAreDeclaredAreWrittenAndOneWrongThingIsRefusedByItsCode() {
        List<Declared> settable = devices.stream()
                .filter(device -> !device.writableSettings().isEmpty())
                .toList();
        for (int i = 0; i < SETTINGS; i++) {
            Declared device = chance.of(settable);
            ObjectNode valid = settings(device);
            Answer written = api.post(200, device.path() + "/settings", valid);
            assertThat(written.data().path("updated").valueStream().map(JsonNode::stringValue))
                    .containsExactlyInAnyOrderElementsOf(valid.propertyNames());
            JsonNode stands = device.again().read().path("settings");
            valid.propertyStream().forEach(each -> assertThat(
                            stands.path(each.getKey()).path("value").decimalValue())
                    .as("%s of %s", each.getKey(), device.id())
                    .isEqualByComparingTo(each.getValue().path("value").decimalValue()));

            Wrong wrong = wrong(device, valid);
            Answer refusal = api.unchecked(
                    422, "POST", device.path() + "/settings", wrong.body().toString());
            assertThat(refusal.code())
                    .as("%s on %s -> %s", wrong, device.id(), refusal.text())
                    .isEqualTo(wrong.code());
            ObjectNode repaired = Rebuild.settings(wrong.body(), refusal);
            api.post(200, device.path() + "/settings", repaired);
        }
    }

    /** A settings write with one thing wrong, and the code of that. */
    private record Wrong(String code, ObjectNode body) {}

    private Wrong wrong(Declared device, ObjectNode valid) {
        ObjectNode body = valid.deepCopy();
        String name = chance.of(List.copyOf(valid.propertyNames()));
        JsonNode bounds = device.read().path("settings").path(name);
        return switch (chance.below(4)) {
            case 0 -> {
                body.putObject("colour").put("value", 1).put("unit", "kw");
                yield new Wrong("UNSUPPORTED_SETTING", body);
            }
            case 1 -> {
                String other = bounds.path("unit").stringValue().equals("kw") ? "percent" : "kw";
                body.withObject("/" + name).put("unit", other);
                yield new Wrong("UNSUPPORTED_UNIT", body);
            }
            case 2 -> device.readOnlySettings().isEmpty() ? outOfRange(body, name, bounds) : readOnly(body, device);
            default -> outOfRange(body, name, bounds);
        };
    }

    private Wrong readOnly(ObjectNode body, Declared device) {
        body.putObject(chance.of(device.readOnlySettings())).put("value", true);
        return new Wrong("READ_ONLY_SETTING", body);
    }

    private static Wrong outOfRange(ObjectNode body, String name, JsonNode bounds) {
        body.withObject("/" + name)
                .put("value", bounds.path("min").decimalValue().subtract(new BigDecimal("0.01")));
        return new Wrong("SETTING_OUT_OF_RANGE", body);
    }

    private ObjectNode settings(Declared device) {
        ObjectNode body = Json.object();
        for (String name : device.writableSettings()) {
            JsonNode bounds = device.read().path("settings").path(name);
            BigDecimal min = bounds.path("min").decimalValue();
            BigDecimal max =
                    bounds.has("max") ? bounds.path("max").decimalValue() : min.add(BigDecimal.valueOf(10_000));
            if (body.isEmpty() || chance.oneIn(2)) {
                body.putObject(name)
                        .put("value", chance.between(min, max))
                        .put("unit", bounds.path("unit").stringValue());
            }
        }
        return body;
    }
}
