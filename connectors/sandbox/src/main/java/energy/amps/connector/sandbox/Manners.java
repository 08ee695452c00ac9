package energy.amps.connector.sandbox;

import energy.amps.connector.Attempt;
import energy.amps.connector.Outcome;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.StateChange;
import energy.amps.fault.FaultCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How the simulated vendor treats one attempt: well, unless the push asked for something else. */
record Manners(Attempt attempt, Account account) {

    /** One write in so many of a flaky account goes wrong. */
    private static final int FLAKY_ONE_IN = 3;

    /** The luck of a write that is carried out, and its answer lost. */
    private static final int LOST = 2;

    /**
     * The failure of the account that ends any call at {@code now}, whatever was asked for; empty when it is let in.
     */
    static Optional<FaultCode> shutOut(Account account, Instant now) {
        if (account.has(Trait.EXPIRES) && !now.isBefore(account.linkedAt().plus(Trait.LIFETIME))) {
            return Optional.of(FaultCode.INVALID_CREDENTIALS);
        }
        return account.has(Trait.OFFLINE) ? Optional.of(FaultCode.DEVICE_OFFLINE) : Optional.empty();
    }

    /** The failure that ends the attempt before it reaches the device; empty when it goes through. */
    Optional<Outcome> failure(Instant now) {
        return shutOut(account, now)
                .<Outcome>map(code -> new Outcome.Rejected(code, sentence(code)))
                .or(() -> push() ? pushFailure() : returnFailure())
                .or(this::foreignScheduler)
                .or(this::flaw);
    }

    /** Whether this attempt clears a scheduler that is on for every attempt. */
    boolean clearsScheduler() {
        return account.has(Trait.SCHEDULER) && attempt.clearScheduler();
    }

    /** Whether the vendor accepts and the device never hears of it. */
    boolean ignored() {
        return push() && controls().acceptButIgnore();
    }

    /** Whether the device acts and the vendor's answer is lost. */
    boolean answerLost() {
        return (push() && controls().timeoutAfterApply()) || luck() == LOST;
    }

    /** How long the vendor takes to accept. */
    Duration pace(Pace pace) {
        return account.has(Trait.SLOW) ? pace.accept().plus(Trait.SLOWNESS) : pace.accept();
    }

    /** When the device begins. */
    Instant takesHold() {
        return attempt.startedAt().plus(controls().delay().orElse(Duration.ZERO));
    }

    private Optional<Outcome> pushFailure() {
        if (controls().error().isPresent()) {
            SandboxControls.Failure failure = controls().error().get();
            return Optional.of(
                    new Outcome.Rejected(failure.code(), failure.message().orElseGet(() -> sentence(failure.code()))));
        }
        return Optional.empty();
    }

    /** A scheduler of the account's devices stands in the way of returns too; one that a push asked for, of that push. */
    private Optional<Outcome> foreignScheduler() {
        boolean active = account.has(Trait.SCHEDULER) || (push() && controls().foreignScheduler());
        return active && !attempt.clearScheduler()
                ? Optional.of(new Outcome.Rejected(FaultCode.SCHEDULER_ACTIVE, sentence(FaultCode.SCHEDULER_ACTIVE)))
                : Optional.empty();
    }

    private Optional<Outcome> flaw() {
        return switch (luck()) {
            case 0 -> Optional.of(new Outcome.Rejected(FaultCode.RATE_LIMITED, sentence(FaultCode.RATE_LIMITED)));
            case 1 ->
                Optional.of(
                        new Outcome.Rejected(FaultCode.SERVICE_UNAVAILABLE, sentence(FaultCode.SERVICE_UNAVAILABLE)));
            default -> Optional.empty();
        };
    }

    /** The same for every call about one attempt; anything beyond {@link #LOST} is good luck. */
    private int luck() {
        return account.has(Trait.FLAKY)
                ? Math.floorMod(Chance.of(attempt.id().hashCode(), attempt.number()), 3 * FLAKY_ONE_IN)
                : Integer.MAX_VALUE;
    }

    private Optional<Outcome> returnFailure() {
        return controls()
                .revert()
                .filter(revert -> attempt.number() <= revert.times())
                .map(revert -> returnFailure(revert.code()));
    }

    /** A fault of the line leaves open whether the device heard; any other is the vendor's clear no. */
    private static Outcome returnFailure(FaultCode code) {
        return switch (code) {
            case TIMEOUT, NETWORK_ERROR, UNKNOWN_ERROR -> new Outcome.Unknown(code, sentence(code), StateChange.none());
            default -> new Outcome.Rejected(code, sentence(code));
        };
    }

    private boolean push() {
        return attempt.purpose() == Attempt.Purpose.APPLY;
    }

    private SandboxControls controls() {
        return attempt.controls();
    }

    static String sentence(FaultCode code) {
        return switch (code) {
            case DEVICE_OFFLINE -> "The device does not answer.";
            case SCHEDULER_ACTIVE -> "The device's own scheduler is active and in the way of the command.";
            case RATE_LIMITED -> "The vendor's quota is used up for now.";
            case NETWORK_ERROR -> "The connection to the vendor broke.";
            case SERVICE_UNAVAILABLE -> "The vendor cannot serve now.";
            case TIMEOUT -> "The vendor did not answer in time.";
            case INVALID_CREDENTIALS -> "The vendor no longer takes the account's credentials.";
            case UNKNOWN_ERROR -> "The vendor's answer made no sense.";
            case MISSED_WINDOW -> "The instant of the command had gone by.";
            case OUTCOME_UNKNOWN -> "Whether the command holds was never learnt.";
            case REVERT_FAILED -> "The device could not be brought back to its prior mode.";
        };
    }
}
