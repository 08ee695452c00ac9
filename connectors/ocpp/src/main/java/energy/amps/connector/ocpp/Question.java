package energy.amps.connector.ocpp;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import energy.amps.connector.ocpp.Memory.Wish;
import energy.amps.fault.FaultCode;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a session is asked from whatever node: to put a charge point under another wish. */
sealed interface Question {

    /** Tell it a command. */
    record Tell(Command command, Optional<Double> kilowatts) implements Question {}

    /** Limit it for good. */
    record AtMost(double kilowatts) implements Question {}

    static Question of(Instruction instruction) {
        return new Tell(
                instruction.command(),
                Optional.ofNullable(instruction.parameters().get(Parameter.POWER))
                        .map(Question::kilowatts));
    }

    static double kilowatts(Quantity power) {
        return power.unit() == Unit.WATTS ? power.asDouble() / 1000 : power.asDouble();
    }

    /** The wish that it asks for, where {@code now} stands. */
    default Wish on(Wish now) {
        return switch (this) {
            case Tell(Command command, Optional<Double> kilowatts) -> now.under(command, kilowatts);
            case AtMost(double kilowatts) -> now.atMost(kilowatts);
        };
    }

    /** As it travels. */
    default String text() {
        ObjectNode node = Json.object();
        switch (this) {
            case Tell(Command command, Optional<Double> kilowatts) -> {
                node.put("command", command.wire());
                kilowatts.ifPresent(power -> node.put("kilowatts", power));
            }
            case AtMost(double kilowatts) -> node.put("atMost", kilowatts);
        }
        return Json.MAPPER.writeValueAsString(node);
    }

    static Question read(String text) {
        JsonNode node = Json.MAPPER.readTree(text);
        return node.has("atMost")
                ? new AtMost(node.get("atMost").doubleValue())
                : new Tell(
                        Command.of(node.path("command").asString("")).orElseThrow(),
                        Optional.ofNullable(node.get("kilowatts")).map(JsonNode::doubleValue));
    }

    /** An answer as it travels. */
    static String answer(Enforcement.Result result) {
        ObjectNode node = Json.object();
        switch (result) {
            case Enforcement.Result.Stands stands -> node.put("result", "stands");
            case Enforcement.Result.Refused(FaultCode code, String message) ->
                node.put("result", "refused").put("code", code.name()).put("message", message);
            case Enforcement.Result.Lost lost -> node.put("result", "lost");
            case Enforcement.Result.NotSent notSent -> node.put("result", "not_sent");
        }
        return Json.MAPPER.writeValueAsString(node);
    }

    static Enforcement.Result readAnswer(String text) {
        JsonNode node = Json.MAPPER.readTree(text);
        return switch (node.path("result").asString("")) {
            case "stands" -> new Enforcement.Result.Stands();
            case "refused" ->
                new Enforcement.Result.Refused(
                        FaultCode.of(node.path("code").asString("")).orElse(FaultCode.UNKNOWN_ERROR),
                        node.path("message").asString(""));
            case "not_sent" -> new Enforcement.Result.NotSent();
            default -> new Enforcement.Result.Lost();
        };
    }
}
