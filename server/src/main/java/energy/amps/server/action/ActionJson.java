package energy.amps.server.action;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import energy.amps.connector.NativeCall;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.SandboxControls.Failure;
import energy.amps.connector.SandboxControls.RevertFailure;
import energy.amps.fault.FaultCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What of an action is stored as JSON: parameters to the digit and in the order sent, controls, event bodies. */
final class ActionJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private ActionJson() {}

    static String text(Object document) {
        return MAPPER.writeValueAsString(document);
    }

    static String parameters(Map<Parameter, Quantity> parameters) {
        return text(parametersDocument(parameters));
    }

    static Map<String, Object> parametersDocument(Map<Parameter, Quantity> parameters) {
        Map<String, Object> document = new LinkedHashMap<>();
        parameters.forEach((name, quantity) -> {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("value", quantity.value());
            value.put("unit", quantity.unit().wire());
            document.put(name.wire(), value);
        });
        return document;
    }

    static Map<Parameter, Quantity> parameters(String json) {
        Map<Parameter, Quantity> parameters = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : MAPPER.readTree(json).properties()) {
            BigDecimal value = entry.getValue().get("value").decimalValue();
            Unit unit = Unit.of(entry.getValue().get("unit").stringValue()).orElseThrow();
            parameters.put(Parameter.of(entry.getKey()).orElseThrow(), new Quantity(value, unit));
        }
        return parameters;
    }

    static String verification(Verification verification) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("state", verification.state().wire());
        verification.checkedAt().ifPresent(at -> document.put("checkedAt", at.toString()));
        verification.countsFrom().ifPresent(at -> document.put("countsFrom", at.toString()));
        document.put(
                "evidence",
                verification.evidence().stream()
                        .map(item -> List.of(
                                item.field(),
                                item.expected(),
                                item.observed(),
                                item.observedAt().toString()))
                        .toList());
        return text(document);
    }

    static Verification verification(String json) {
        JsonNode node = MAPPER.readTree(json);
        List<Verification.Item> evidence = new ArrayList<>();
        for (JsonNode item : node.path("evidence")) {
            evidence.add(new Verification.Item(
                    item.path(0).stringValue(),
                    item.path(1).stringValue(),
                    item.path(2).stringValue(),
                    Instant.parse(item.path(3).stringValue())));
        }
        String state = node.path("state").stringValue();
        return new Verification(
                Arrays.stream(Verification.State.values())
                        .filter(known -> known.wire().equals(state))
                        .findFirst()
                        .orElseThrow(),
                instant(node, "checkedAt"),
                evidence,
                instant(node, "countsFrom"));
    }

    static String nativeCalls(List<NativeCall> calls) {
        return text(
                calls.stream().map(call -> List.of(call.call(), call.detail())).toList());
    }

    static List<NativeCall> nativeCalls(String json) {
        List<NativeCall> calls = new ArrayList<>();
        for (JsonNode call : MAPPER.readTree(json)) {
            calls.add(new NativeCall(call.path(0).stringValue(), call.path(1).stringValue()));
        }
        return calls;
    }

    private static Optional<Instant> instant(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(JsonNode::stringValue).map(Instant::parse);
    }

    /** An instruction from its two columns. */
    static Optional<Instruction> instruction(Optional<String> command, Optional<String> parameters) {
        return command.flatMap(Command::of)
                .map(c -> new Instruction(
                        c, parameters.map(ActionJson::parameters).orElse(Map.of())));
    }

    static Optional<JsonNode> controls(SandboxControls controls) {
        if (controls.equals(SandboxControls.NONE)) {
            return Optional.empty();
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        controls.error().ifPresent(e -> {
            node.put("error", e.code().name());
            e.message().ifPresent(m -> node.put("message", m));
        });
        controls.delay().ifPresent(d -> node.put("delay", d.toString()));
        node.put("acceptButIgnore", controls.acceptButIgnore());
        node.put("timeoutAfterApply", controls.timeoutAfterApply());
        node.put("foreignScheduler", controls.foreignScheduler());
        controls.revert().ifPresent(r -> {
            node.put("revertError", r.code().name());
            node.put("revertTimes", r.times());
        });
        return Optional.of(node);
    }

    static SandboxControls controls(String json) {
        JsonNode node = MAPPER.readTree(json).asObject();
        return new SandboxControls(
                fault(node, "error").map(code -> new Failure(code, optionalText(node, "message"))),
                optionalText(node, "delay").map(Duration::parse),
                node.path("acceptButIgnore").asBoolean(),
                node.path("timeoutAfterApply").asBoolean(),
                node.path("foreignScheduler").asBoolean(),
                fault(node, "revertError")
                        .map(code ->
                                new RevertFailure(code, node.path("revertTimes").asInt())));
    }

    private static Optional<FaultCode> fault(JsonNode node, String field) {
        return optionalText(node, field).flatMap(FaultCode::of);
    }

    private static Optional<String> optionalText(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(JsonNode::stringValue);
    }
}
