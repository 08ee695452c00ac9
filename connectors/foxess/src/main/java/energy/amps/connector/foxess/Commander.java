package energy.amps.connector.foxess;

import energy.amps.command.Instruction;
import energy.amps.connector.Attempt;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Outcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.foxess.Calls.Levels;
import energy.amps.connector.foxess.Memory.Traits;
import energy.amps.connector.foxess.Reply.Failed;
import energy.amps.fault.FaultCode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * Sends an instruction: looks, and then writes. What fails before the first write is a rejection, for nothing has changed; what
 * fails after one is unknown. Thread-safe.
 */
final class Commander {
    private final Door door;

    Commander(Door door) {
        this.door = door;
    }

    Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
        Memory memory = MemoryCodec.read(device.state());
        return door.to(device, memory)
                .map(calls -> new Sending(calls, memory, device, instruction, attempt).send())
                .orElseGet(() -> rejected(new Failed(FaultCode.INVALID_CREDENTIALS, true, 0)));
    }

    private static Outcome rejected(Failed failed) {
        return new Outcome.Rejected(failed.code(), failed.sentence());
    }

    /** One sending, in its order. */
    private record Sending(Calls calls, Memory memory, LinkedDevice device, Instruction instruction, Attempt attempt) {

        Outcome send() {
            Reply<Schedule> seen = traits().dialect() == Dialect.NONE
                    ? new Reply.Done<>(Schedule.NONE)
                    : calls.schedule(traits().dialect());
            return switch (seen) {
                case Reply.No<Schedule>(Failed failed) -> rejected(failed);
                case Reply.Done<Schedule>(Schedule schedule) -> {
                    if (!attempt.clearScheduler() && isForeign(schedule)) {
                        yield rejected(new Failed(FaultCode.SCHEDULER_ACTIVE, true, 0));
                    }
                    yield translation().isByWorkMode(instruction.command())
                            ? setWorkMode(schedule)
                            : writeSchedule(schedule);
                }
            };
        }

        private Traits traits() {
            return memory.traits();
        }

        private Translation translation() {
            return new Translation(traits());
        }

        /** Whether somebody else's schedule is followed, and says more than what an inverter does anyway. */
        private boolean isForeign(Schedule schedule) {
            return schedule.isFollowed() && !schedule.isNeutral() && !isOwn(schedule);
        }

        /**
         * Whether a schedule was written here. Where the device was ours until now, one that tells one thing counts as such: its
         * writing may have been cut off before anybody noted what was written.
         */
        private boolean isOwn(Schedule schedule) {
            boolean wasOurs = attempt.purpose() != Attempt.Purpose.APPLY
                    && !schedule.isNeutral()
                    && schedule.single().flatMap(translation()::instruction).isPresent();
            return memory.isOurs(schedule) || wasOurs;
        }

        private Outcome writeSchedule(Schedule before) {
            return switch (site()) {
                case Reply.No<Translation.Site>(Failed failed) -> rejected(failed);
                case Reply.Done<Translation.Site>(Translation.Site site) ->
                    write(before, translation().terms(instruction, site));
            };
        }

        private Outcome write(Schedule before, Terms terms) {
            List<Stretch> stretches = DaySlots.of(device.now(), attempt.until(), device.plantZone()).stream()
                    .map(slot -> new Stretch(slot, terms))
                    .toList();
            String text = Schedule.text(stretches);
            Reply<JsonNode> written = calls.writeSchedule(traits().dialect(), stretches, before.limits());
            if (written instanceof Reply.No<JsonNode>(Failed failed)) {
                return failed(failed, false, text);
            }
            // Writing it was seen to switch the scheduler on; what was seen is not promised.
            if (traits().dialect() == Dialect.PLACES
                    && !before.on()
                    && calls.setFlag(true) instanceof Reply.No<JsonNode>(Failed failed)) {
                return failed(failed, true, text);
            }
            return new Outcome.Accepted(change(known -> known.confirmed(text)), Optional.empty());
        }

        private Outcome setWorkMode(Schedule before) {
            boolean written = false;
            if (before.on()) {
                if (!before.stretches().isEmpty() && isOwn(before)) {
                    // Ours must not lie in wait for whoever switches the scheduler on again; the owner's may.
                    Reply<JsonNode> emptied = calls.writeSchedule(traits().dialect(), List.of(), before.limits());
                    if (emptied instanceof Reply.No<JsonNode>(Failed failed)) {
                        return failed(failed, false, "");
                    }
                    written = true;
                }
                if (calls.setFlag(false) instanceof Reply.No<JsonNode>(Failed failed)) {
                    return failed(failed, written, "");
                }
                written = true;
            }
            String mode = Translation.workMode(instruction.command()).orElseThrow();
            return calls.setSetting(Calls.WORK_MODE, mode) instanceof Reply.No<JsonNode>(Failed failed)
                    ? failed(failed, written, "")
                    : new Outcome.Accepted(change(known -> known.confirmed("")), Optional.empty());
        }

        /** What an instruction has to heed, as far as this one does. */
        private Reply<Translation.Site> site() {
            Levels least = new Levels(0, traits().bounds().leastSoc());
            return switch (instruction.command()) {
                case IDLE ->
                    calls.figures()
                            .then(Sending::level)
                            .map(level -> new Translation.Site(least, 100, OptionalInt.of(level)));
                case CHARGE ->
                    floors(least).then(floors -> ceiling()
                            .map(ceiling -> new Translation.Site(floors, ceiling, OptionalInt.empty())));
                case DISCHARGE, AUTO_BALANCED, AUTO_RESERVE, AUTO_EXPORT, HEAT, COOL, AUTO, FOLLOW_SCHEDULE ->
                    floors(least).map(floors -> new Translation.Site(floors, 100, OptionalInt.empty()));
            };
        }

        private static Reply<Integer> level(Optional<Figures> figures) {
            return figures.flatMap(Figures::level)
                    .<Reply<Integer>>map(level -> new Reply.Done<>((int) Math.floor(level)))
                    .orElseGet(() -> new Failed(FaultCode.UNKNOWN_ERROR, true, 0).reply());
        }

        private Reply<Levels> floors(Levels otherwise) {
            return traits().minimumLevels()
                    ? calls.levels().orWithout(Optional.empty()).map(levels -> levels.orElse(otherwise))
                    : new Reply.Done<>(otherwise);
        }

        private Reply<Integer> ceiling() {
            return traits().knobs().containsKey(Knob.CHARGE_CEILING)
                    ? calls.setting(Knob.CHARGE_CEILING.key())
                            .map(result -> Json.whole(result.path("value")).orElse(100))
                            .orWithout(100)
                    : new Reply.Done<>(100);
        }

        /** What a failed write comes to; {@code written} says whether one before it went through. */
        private Outcome failed(Failed failed, boolean written, String schedule) {
            return failed.refused() && !written
                    ? rejected(failed)
                    : new Outcome.Unknown(failed.code(), failed.sentence(), change(known -> known.perhaps(schedule)));
        }

        private static StateChange change(UnaryOperator<Memory> step) {
            return current -> MemoryCodec.write(step.apply(MemoryCodec.read(current)));
        }
    }
}
