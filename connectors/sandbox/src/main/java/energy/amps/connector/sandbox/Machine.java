package energy.amps.connector.sandbox;

import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.History;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Sample;
import energy.amps.connector.StateChange;
import energy.amps.device.Family;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The mechanism that every family with writes shares: the memory, orders on their way, and looking back.
 *
 * @param family which
 * @param hardware its devices by the keys of their models
 * @param checkpoints midnights that were walked to before
 * @param <S> as in {@link Flow}
 */
record Machine<S>(Family family, Function<String, Optional<Hardware<S>>> hardware, Checkpoints checkpoints)
        implements Operable {

    /** The digits that a device keeps of a number; without an end to them a request could fill the state. */
    private static final MathContext DIGITS = new MathContext(15);

    @Override
    public DeviceModel model(LinkedDevice device) {
        return hardware.apply(MemoryReader.modelKey(device.state()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "no model of the sandbox's: " + device.state().text()))
                .model();
    }

    @Override
    public ReadOutcome.Reading read(LinkedDevice device) {
        Surroundings around = around(device, History.Past.NONE);
        Memory<S> memory = MemoryReader.readLatest(device.state(), hardware).through(device.now(), around);
        Hardware<S> kind = memory.hardware();
        Terms terms = memory.terms();
        return new ReadOutcome.Reading(
                device.now(),
                kind.shown(terms, memory.at(device.now(), around), Seconds.of(device.now())),
                kind.settings(terms, memory.account().has(Trait.SCHEDULER)),
                Optional.of(terms.orders().standing()));
    }

    @Override
    public List<Sample> samples(LinkedDevice device, History.Past past, List<Instant> edges) {
        Surroundings around = around(device, past);
        Memory<S> memory = MemoryReader.read(device.state(), hardware).through(device.now(), around);
        return new LookBack<>(memory, past.own(), around).samples(edges);
    }

    @Override
    public Optional<Instruction> onItsWay(LinkedDevice device, Instant now) {
        return MemoryReader.readLatest(device.state(), hardware)
                .pending()
                .filter(order -> order.takesHold().isAfter(now))
                .map(Order::instruction);
    }

    @Override
    public StateChange obey(LinkedDevice device, Order order, Instant issuedAt) {
        Order kept = new Order(kept(order.instruction()), order.purpose(), order.takesHold());
        Surroundings around = walked(device);
        return step(memory -> memory.ordered(kept, issuedAt, around));
    }

    @Override
    public StateChange configure(LinkedDevice device, Map<Setting, Quantity> values) {
        Map<Setting, BigDecimal> kept = new EnumMap<>(Setting.class);
        values.forEach((setting, quantity) -> kept.put(setting, kept(quantity.value())));
        Surroundings around = walked(device);
        return step(memory -> memory.configured(kept, device.now(), around));
    }

    @Override
    public StateChange clearScheduler() {
        return step(memory -> {
            Set<Trait> left = EnumSet.noneOf(Trait.class);
            left.addAll(memory.account().traits());
            left.remove(Trait.SCHEDULER);
            return memory.with(new Account(left, memory.account().linkedAt()));
        });
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

    /** What is around the device now, for a step that runs later: what its neighbours did until now cannot change any more. */
    private Surroundings walked(LinkedDevice device) {
        Surroundings around = around(device, History.Past.NONE);
        // The walk to this instant is made here, where no lock is held; the step finds its midnights.
        MemoryReader.readLatest(device.state(), hardware).at(device.now(), around);
        return around;
    }

    private Surroundings around(LinkedDevice device, History.Past past) {
        return Surroundings.of(device, model(device).home(), past, checkpoints);
    }

    private StateChange step(UnaryOperator<Memory<S>> step) {
        return (ConnectorState current) ->
                MemoryCodec.encode(step.apply(MemoryReader.read(current, hardware)), current.closed());
    }
}
