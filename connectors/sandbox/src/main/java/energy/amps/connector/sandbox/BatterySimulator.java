package energy.amps.connector.sandbox;

import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.StateChange;
import energy.amps.device.Capabilities;
import energy.amps.device.Family;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The batteries of the sandbox. */
final class BatterySimulator implements Simulator {

    /** The digits that a battery keeps of a number; without an end to them a request could fill the state. */
    private static final MathContext DIGITS = new MathContext(15);

    @Override
    public Family family() {
        return Family.BATTERY;
    }

    @Override
    public List<DiscoveredDevice> devices() {
        return Arrays.stream(BatteryModel.values())
                .map(model -> new DiscoveredDevice(
                        model.key(),
                        model.displayName(),
                        Family.BATTERY,
                        BatteryMemoryCodec.encode(BatteryMemory.untouched(model))))
                .toList();
    }

    @Override
    public Capabilities capabilities(ConnectorState state) {
        return BatteryCapabilities.of(BatteryMemoryCodec.decode(state).model());
    }

    @Override
    public ReadOutcome.Reading read(ConnectorState state, Instant now) {
        return BatteryMemoryCodec.decode(state).at(now).reading(now);
    }

    @Override
    public Optional<Instruction> onItsWay(ConnectorState state, Instant now) {
        return BatteryMemoryCodec.decode(state).onItsWay(now).map(Order::instruction);
    }

    @Override
    public StateChange obey(Order order, Instant issuedAt) {
        Order kept = new Order(kept(order.instruction()), order.purpose(), order.takesHold());
        return step(memory -> memory.ordered(kept, issuedAt));
    }

    @Override
    public StateChange configure(Map<Setting, Quantity> values, Instant at) {
        Map<Setting, BigDecimal> kept = new EnumMap<>(Setting.class);
        values.forEach((setting, quantity) -> kept.put(setting, kept(quantity.value())));
        return step(memory -> memory.configured(kept, at));
    }

    @Override
    public ConnectorState untouched(ConnectorState state) {
        return BatteryMemoryCodec.encode(
                BatteryMemory.untouched(BatteryMemoryCodec.decode(state).model()));
    }

    @Override
    public Instruction kept(Instruction instruction) {
        Map<Parameter, Quantity> parameters = new EnumMap<>(Parameter.class);
        instruction
                .parameters()
                .forEach((parameter, quantity) ->
                        parameters.put(parameter, new Quantity(kept(quantity.value()), quantity.unit())));
        return new Instruction(instruction.command(), parameters);
    }

    private static BigDecimal kept(BigDecimal value) {
        return value.round(DIGITS);
    }

    private static StateChange step(UnaryOperator<BatteryMemory> step) {
        return current -> BatteryMemoryCodec.encode(step.apply(BatteryMemoryCodec.decode(current)));
    }
}
