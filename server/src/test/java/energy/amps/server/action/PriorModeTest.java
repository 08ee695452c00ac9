package energy.amps.server.action;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.PushRequest;
import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.connector.Attempt;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.StateChange;
import energy.amps.device.Family;
import energy.amps.server.action.Rehearsal.Basis;
import energy.amps.server.action.Verification.State;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.UserId;
import energy.amps.server.testing.ScriptedVendor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a window on a device that has to be asked goes back to: to what it was last seen under (contract section 5, prior mode). */
class PriorModeTest {
    private static final Duration LENGTH = Duration.ofMinutes(10);
    private static final Instruction RESERVE = Instruction.of(Command.AUTO_RESERVE);
    private static final Instruction EXPORT = Instruction.of(Command.AUTO_EXPORT);

    private final LiveHouse house = new LiveHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void windowGoesBackToTheModeThatTheOwnerHadChosen() {
        seenUnder(RESERVE);
        Action closed = window();
        assertThat(house.vendor.standing(house.device)).isEqualTo(RESERVE);
        assertThat(closed.result().orElseThrow().message()).contains("auto.reserve");
        assertThat(house.vendor.log())
                .filteredOn(sent -> sent.purpose() == Attempt.Purpose.RETURN)
                .hasSize(1);
    }

    @Test
    void ownersChangeBetweenTwoReadingsIsNobodysAffairAndTheNewerOneIsThePriorMode() {
        seenUnder(RESERVE);
        seenUnder(EXPORT);
        seenUnder(RESERVE);
        seenUnder(EXPORT);
        window();
        assertThat(house.vendor.standing(house.device)).isEqualTo(EXPORT);
        assertThat(house.events("device.overridden")).isEmpty();
        assertThat(house.vendor.log()).as("the window and its return").hasSize(2);
    }

    @Test
    void secondWindowGoesBackThereAsWell() {
        seenUnder(RESERVE);
        window();
        window();
        assertThat(house.vendor.standing(house.device)).isEqualTo(RESERVE);
    }

    /** What a window has put back is the owner's, to be changed as before. */
    @Test
    void ownersChangeAfterAWindowIsWhereTheNextOneGoesBackTo() {
        seenUnder(RESERVE);
        window();
        house.clock.advance(ScriptedVendor.SETTLE_TIME);
        seenUnder(EXPORT);
        window();
        assertThat(house.vendor.standing(house.device)).isEqualTo(EXPORT);
        assertThat(house.events("device.overridden")).isEmpty();
    }

    @Test
    void deviceThatWasNeverSeenIsIdleAfterwards() {
        assertThat(revert().basis()).isEqualTo(Basis.NONE);
        window();
        assertThat(house.vendor.standing(house.device)).isEqualTo(Instruction.of(Command.IDLE));
    }

    @Test
    void dryRunSaysWhereAndHowItIsKnown() {
        seenUnder(RESERVE);
        assertThat(revert().instruction()).isEqualTo(RESERVE);
        assertThat(revert().basis()).isEqualTo(Basis.READ);
        house.awaitState(house.push("discharge", Optional.empty()), ActionState.COMPLETED);
        assertThat(revert().instruction()).isEqualTo(Instruction.of(Command.DISCHARGE));
        assertThat(revert().basis()).isEqualTo(Basis.STANDING);
    }

    /** It may not have followed yet: what it shows is no reason to forget what it was told. */
    @Test
    void whatWeToldItStandsThoughItShowsSomethingElse() {
        seenUnder(RESERVE);
        house.vendor.treat(sent -> new Outcome.Accepted(StateChange.none(), Optional.empty()));
        Action push = house.push("charge", Optional.empty());
        house.awaitVerification(push, State.CONTRADICTED);
        assertThat(revert().instruction()).isEqualTo(Instruction.of(Command.CHARGE));
    }

    /** A reading from before a return has settled may still show the window. */
    @Test
    void readingCountsOnceTheReturnHasSettled() {
        seenUnder(RESERVE);
        window();
        Instant settled = house.clock.instant().plus(ScriptedVendor.SETTLE_TIME);
        assertThat(house.sql.number(
                        "select extract(epoch from confirmed_at)::bigint from device where confirmed_by is null"))
                .isEqualTo(settled.getEpochSecond());
        house.vendor.tell(house.device, EXPORT);
        assertThat(standingOnceSeenAt(settled, settled)).contains(RESERVE);
        assertThat(standingOnceSeenAt(settled.plusMillis(1), settled)).contains(EXPORT);
    }

    /** Of a device that is known to stand under RESERVE, as of {@code from}. */
    private Optional<Instruction> standingOnceSeenAt(Instant seen, Instant from) {
        DeviceKey key = new DeviceKey(house.caller().tenant(), house.device);
        DeviceRow.Facts facts =
                new DeviceRow.Facts(Family.BATTERY, "scripted", "Scripted 0", Optional.empty(), new UserId("user_a"));
        DeviceRow device = new DeviceRow(key, facts, 0, Optional.empty(), new ConnectorState(1, "{}"))
                .showing(Optional.of(RESERVE), from);
        ReadOutcome.Reading reading = (ReadOutcome.Reading) house.vendor.read(device.linked(seen));
        return Overriding.seen(new Docket(device, List.of()), house.vendor, reading, seen)
                .docket()
                .device()
                .standing();
    }

    /** A device that is told again and again what the window put back may have dropped it by itself. */
    @Test
    void whatIsKeptUnderItsPriorModeIsNotTakenForChanged() {
        seenUnder(RESERVE);
        house.vendor.renews(Duration.ofMinutes(1));
        Action closed = window();
        house.vendor.tell(house.device, EXPORT);
        house.clock.advance(Duration.ofSeconds(30));
        house.look();
        house.clock.advance(Duration.ofSeconds(30));
        eventually().until(() -> house.vendor.standing(house.device).equals(RESERVE));
        assertThat(revert().instruction()).isEqualTo(RESERVE);
        assertThat(house.read(closed.id()).state()).isEqualTo(ActionState.COMPLETED);
    }

    /** The owner tells the device something, and somebody looks. */
    private void seenUnder(Instruction instruction) {
        house.vendor.tell(house.device, instruction);
        house.clock.advance(Duration.ofSeconds(1));
        house.look();
        eventually().until(() -> house.sql
                .column("select standing_command from device")
                .equals(List.of(instruction.command().wire())));
    }

    /** A window opens and closes. */
    private Action window() {
        Action window = house.push("charge", Optional.of(LENGTH));
        eventually().until(() -> house.vendor.standing(house.device).equals(Instruction.of(Command.CHARGE)));
        house.clock.advance(LENGTH);
        return house.awaitState(window, ActionState.COMPLETED);
    }

    private Rehearsal.Revert revert() {
        String end = house.clock.instant().plus(LENGTH).toString();
        return passed(house.platform()
                        .rehearsals()
                        .rehearse(
                                house.caller(),
                                Family.BATTERY,
                                house.device,
                                new PushRequest(
                                        "charge",
                                        Optional.empty(),
                                        Optional.of("0m"),
                                        Optional.of(end),
                                        Optional.empty())))
                .revert()
                .orElseThrow();
    }
}
