package energy.amps.connector.sandbox;

import energy.amps.command.Setting;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All that is remembered of one battery; its level at any later instant follows from it.
 *
 * @param model which battery it is
 * @param operation how it has been operated; empty while untouched
 * @param pending the order on its way, if any
 */
record BatteryMemory(BatteryModel model, Optional<Operation> operation, Optional<Order> pending) {

    /**
     * A battery that was told something.
     *
     * @param anchor the level at the instant of the last change
     * @param orders what it stands under since then
     * @param settings what its settings stand at since then
     */
    record Operation(Anchor anchor, Orders orders, BatterySettings settings) {}

    static BatteryMemory untouched(BatteryModel model) {
        return new BatteryMemory(model, Optional.empty(), Optional.empty());
    }

    /** This battery once {@code order} was sent at {@code issuedAt}; an order still on its way then is dropped for it. */
    BatteryMemory ordered(Order order, Instant issuedAt) {
        return new BatteryMemory(model, through(issuedAt).operation, Optional.of(order)).through(issuedAt);
    }

    /** This battery once settings were written at {@code at}. */
    BatteryMemory configured(Map<Setting, BigDecimal> values, Instant at) {
        BatteryMemory current = through(at);
        Operation now = current.anchored(at);
        return new BatteryMemory(
                model,
                Optional.of(
                        new Operation(now.anchor(), now.orders(), now.settings().with(values))),
                current.pending);
    }

    /** The order that has not taken hold at {@code now}, if any. */
    Optional<Order> onItsWay(Instant now) {
        return through(now).pending;
    }

    /** The battery as it is at {@code now}. */
    BatteryMoment at(Instant now) {
        BatteryMemory current = through(now);
        return current.operation
                .map(operation -> moment(operation, now))
                .orElseGet(() -> BatteryMoment.untouched(model, now));
    }

    private BatteryMoment moment(Operation operation, Instant now) {
        Projection.Arrival arrival = projection(operation).at(now);
        return new BatteryMoment(plan(operation), arrival.level(), arrival.power());
    }

    /** This battery with its pending order carried out, if that is due by {@code now}. */
    private BatteryMemory through(Instant now) {
        return pending.filter(order -> !order.takesHold().isAfter(now))
                .map(this::carriedOut)
                .orElse(this);
    }

    private BatteryMemory carriedOut(Order order) {
        Operation until = anchored(order.takesHold());
        return new BatteryMemory(
                model,
                Optional.of(new Operation(until.anchor(), until.orders().after(order), until.settings())),
                Optional.empty());
    }

    /** The operation with its anchor moved to {@code at}, never back. */
    private Operation anchored(Instant at) {
        return operation
                .map(o -> new Operation(moved(o, at), o.orders(), o.settings()))
                .orElseGet(() ->
                        new Operation(new Anchor(at, UntouchedDay.level(at)), Orders.FACTORY, BatterySettings.FACTORY));
    }

    private Anchor moved(Operation operation, Instant at) {
        return at.isAfter(operation.anchor().at())
                ? new Anchor(at, projection(operation).at(at).level())
                : operation.anchor();
    }

    private BatteryPlan plan(Operation operation) {
        return new BatteryPlan(model, operation.orders(), operation.settings());
    }

    private Projection projection(Operation operation) {
        return new Projection(new BatteryPhysics(model), plan(operation).day(), operation.anchor());
    }
}
