package energy.amps.connector.ocpp;

import energy.amps.command.Command;
import energy.amps.connector.ConnectorState;
import energy.amps.device.EvChargerStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a charge point: what it reported, what it was told, and its ways. It outlives sockets and nodes.
 *
 * @param version the version that it speaks, once it has booted
 * @param outlet its first outlet
 * @param transaction the charging transaction under way
 * @param meter what its meter showed last
 * @param wish what it stands under
 * @param ways how this model is to be spoken to
 * @param numbered the number of the last transaction that was numbered by us (1.6)
 * @param lastStart the start that got this number, so that a repetition gets no other
 */
record Memory(
        Optional<OcppVersion> version,
        Outlet outlet,
        Optional<Transaction> transaction,
        Meter meter,
        Wish wish,
        Ways ways,
        int numbered,
        Optional<String> lastStart) {

    /** The version of the format. */
    static final int FORMAT = 1;

    /** Of a charge point that has never dialled in. */
    static final Memory BLANK = new Memory(
            Optional.empty(),
            new Outlet(Optional.empty(), false),
            Optional.empty(),
            new Meter(Optional.empty(), Optional.empty(), Optional.empty()),
            new Wish(Optional.empty(), Optional.empty(), Optional.empty()),
            new Ways(false, false, false, false),
            0,
            Optional.empty());

    /**
     * The first outlet.
     *
     * @param status what it does; empty until it has said so
     * @param heldBack whether a session pauses because of the charge point, not of the vehicle
     */
    record Outlet(Optional<EvChargerStatus> status, boolean heldBack) {
        boolean isPluggedIn() {
            return status.filter(s -> switch (s) {
                        case CONNECTED, CHARGING, PAUSED, FINISHED -> true;
                        case AVAILABLE, FAULTED, UNAVAILABLE -> false;
                    })
                    .isPresent();
        }
    }

    /**
     * A charging transaction.
     *
     * @param id the charge point's name of it (2.0.1), or our number (1.6)
     * @param startedAt when it began
     * @param meterStart kWh on the meter then, where known
     * @param phases on how many phases the vehicle charges, once that was seen
     * @param limited whether a limit of ours lies on it
     */
    record Transaction(
            String id, Instant startedAt, Optional<Double> meterStart, Optional<Integer> phases, boolean limited) {
        Transaction limited(boolean is) {
            return new Transaction(id, startedAt, meterStart, phases, is);
        }

        Transaction onPhases(int count) {
            return new Transaction(id, startedAt, meterStart, Optional.of(count), limited);
        }

        Transaction startingAt(double kilowattHours) {
            return new Transaction(id, startedAt, Optional.of(kilowattHours), phases, limited);
        }
    }

    /**
     * What a meter showed.
     *
     * @param kilowatts power into the vehicle
     * @param kilowattHours lifetime energy
     * @param at when
     */
    record Meter(Optional<Double> kilowatts, Optional<Double> kilowattHours, Optional<Instant> at) {}

    /**
     * What a charge point stands under.
     *
     * @param told the last command that it took
     * @param kilowatts the most that this command allows
     * @param maxKilowatts the {@code max_charge_rate} setting
     */
    record Wish(Optional<Command> told, Optional<Double> kilowatts, Optional<Double> maxKilowatts) {

        /** The most that it may give now, kW; empty for as much as it likes. */
        Optional<Double> limit() {
            if (isIdle()) {
                return Optional.of(0.0);
            }
            return kilowatts
                    .map(mine -> maxKilowatts.map(most -> Math.min(mine, most)).orElse(mine))
                    .or(() -> maxKilowatts);
        }

        boolean isIdle() {
            return told.filter(Command.IDLE::equals).isPresent();
        }

        boolean isCharge() {
            return told.filter(Command.CHARGE::equals).isPresent();
        }

        Wish under(Command command, Optional<Double> power) {
            return new Wish(Optional.of(command), power, maxKilowatts);
        }

        /** After a command whose outcome is not known: only the setting stands for sure. */
        Wish unknown() {
            return new Wish(Optional.empty(), Optional.empty(), maxKilowatts);
        }

        Wish atMost(double power) {
            return new Wish(told, kilowatts, Optional.of(power));
        }
    }

    /**
     * How a model is to be spoken to; learnt, and kept.
     *
     * @param inAmps whether limits go in amperes per phase, not in watts
     * @param unitKnown whether that was learnt, not assumed
     * @param refusesZero whether it refuses a default limit of nothing
     * @param defaultSet whether a default limit of ours lies on it
     */
    record Ways(boolean inAmps, boolean unitKnown, boolean refusesZero, boolean defaultSet) {
        Ways inUnit(boolean amps) {
            return new Ways(amps, true, refusesZero, defaultSet);
        }

        Ways refusingZero() {
            return new Ways(inAmps, unitKnown, true, defaultSet);
        }

        Ways withDefault(boolean set) {
            return new Ways(inAmps, unitKnown, refusesZero, set);
        }
    }

    /** @throws IllegalArgumentException when this version did not write it */
    static Memory of(ConnectorState state) {
        if (state.version() != FORMAT) {
            throw new IllegalArgumentException("not a state of version " + FORMAT + ": " + state.version());
        }
        return state.text().isEmpty() ? BLANK : Json.MAPPER.readValue(state.text(), Memory.class);
    }

    ConnectorState state() {
        return new ConnectorState(FORMAT, Json.MAPPER.writeValueAsString(this));
    }

    Memory speaking(OcppVersion spoken) {
        return new Memory(Optional.of(spoken), outlet, transaction, meter, wish, ways, numbered, lastStart);
    }

    Memory with(Outlet next) {
        return new Memory(version, next, transaction, meter, wish, ways, numbered, lastStart);
    }

    Memory with(Optional<Transaction> next) {
        return new Memory(version, outlet, next, meter, wish, ways, numbered, lastStart);
    }

    Memory with(Meter next) {
        return new Memory(version, outlet, transaction, next, wish, ways, numbered, lastStart);
    }

    Memory with(Wish next) {
        return new Memory(version, outlet, transaction, meter, next, ways, numbered, lastStart);
    }

    Memory with(Ways next) {
        return new Memory(version, outlet, transaction, meter, wish, next, numbered, lastStart);
    }

    /** With a number given to the transaction that begins by {@code start}. */
    Memory numbering(String start) {
        return new Memory(version, outlet, transaction, meter, wish, ways, numbered + 1, Optional.of(start));
    }
}
