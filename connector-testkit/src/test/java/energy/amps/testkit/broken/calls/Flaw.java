package energy.amps.testkit.broken.calls;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Account;
import energy.amps.connector.Attempt;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.Credentials;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Evidence;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.NativeCall;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.Verdict;
import energy.amps.device.BatteryState;
import energy.amps.device.Capabilities;
import energy.amps.device.SettingValue;
import energy.amps.fault.FaultCode;
import energy.amps.testkit.broken.clock.ReadsTheMachinesClock;
import energy.amps.testkit.broken.pool.OwnsAPool;
import energy.amps.testkit.conformance.Rule;
import energy.amps.testkit.toy.Toy;
import energy.amps.testkit.toy.ToyVendor;
import energy.amps.testkit.toy.ToyVendor.Trouble;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.logging.Logger;

/** A connector with one thing wrong, and the rule that must find it. */
@SuppressWarnings("ImmutableEnumChecker") // how it is made is a function that keeps nothing
public enum Flaw {
    PROFILE_THAT_CHANGES(Rule.PROFILE, vendor -> new Toy(vendor) {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public ConnectorProfile profile() {
            ConnectorProfile profile = super.profile();
            return new ConnectorProfile(
                    profile.vendor(),
                    profile.families(),
                    profile.retrieval(),
                    profile.callTimeout(),
                    Duration.ofMillis(asked.incrementAndGet()));
        }
    }),
    DISCOVERY_IN_ANY_ORDER(Rule.DISCOVERY, vendor -> new Toy(vendor) {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public List<DiscoveredDevice> discover(Instant now) {
            List<DiscoveredDevice> found = super.discover(now);
            return asked.incrementAndGet() % 2 == 0 ? found : found.reversed();
        }
    }),
    LINKS_ANYBODY(Rule.DISCOVERY, vendor -> new Toy(vendor) {
        @Override
        public LinkOutcome authenticate(Credentials credentials, Instant now) {
            return new LinkOutcome.Authenticated(new Account("toy-1", ""));
        }
    }),
    DECLARES_MORE_THAN_ALL(Rule.CAPABILITIES, vendor -> new Toy(vendor) {
        @Override
        public Capabilities capabilities(LinkedDevice device) {
            return declared(101);
        }
    }),
    ASKS_THE_VENDOR_FOR_CAPABILITIES(Rule.CAPABILITIES, vendor -> new Toy(vendor) {
        @Override
        public Capabilities capabilities(LinkedDevice device) {
            read(device);
            return super.capabilities(device);
        }
    }),
    SHOWS_WHAT_IT_DOES_NOT_DECLARE(Rule.READING, vendor -> new Toy(vendor) {
        @Override
        public ReadOutcome read(LinkedDevice device) {
            return withSetting(super.read(device), Setting.EXPORT_LIMIT, BigDecimal.TEN);
        }
    }),
    REFUSES_ITS_OWN_BOUND(Rule.COMMANDS, vendor -> new Toy(vendor) {
        @Override
        public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
            boolean full =
                    Quantity.of(5, Unit.KW).equals(instruction.parameters().get(Parameter.POWER));
            return full ? rejected(FaultCode.UNKNOWN_ERROR) : super.apply(device, instruction, attempt);
        }
    }),
    SEES_EVERYTHING_HOLD(Rule.COMMANDS, vendor -> new Toy(vendor) {
        @Override
        public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
            return Verdict.HOLDS;
        }

        @Override
        public List<Evidence> evidence(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
            return List.of(new Evidence("answer", "yes", "yes"));
        }
    }),
    CAN_NEVER_TELL(Rule.COMMANDS, vendor -> new Toy(vendor) {
        @Override
        public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
            return Verdict.CANNOT_TELL;
        }
    }),
    HAS_NO_EVIDENCE(Rule.EVIDENCE, vendor -> new Toy(vendor) {
        @Override
        public List<Evidence> evidence(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
            return List.of();
        }
    }),
    EVIDENCE_FROM_NOWHERE(Rule.EVIDENCE, vendor -> new Toy(vendor) {
        @Override
        public List<Evidence> evidence(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
            String wire = instruction.command().wire();
            return List.of(new Evidence("currentMode", wire, wire));
        }
    }),
    ROUNDS_SETTINGS(Rule.SETTINGS, vendor -> new Toy(vendor) {
        @Override
        public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
            Map<Setting, Quantity> most = new EnumMap<>(settings);
            most.replaceAll(
                    (setting, quantity) -> new Quantity(quantity.value().min(BigDecimal.valueOf(95)), quantity.unit()));
            return super.configure(device, most);
        }
    }),
    RETURNS_TO_LESS(Rule.RETURN, vendor -> new Toy(vendor) {
        @Override
        public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
            boolean back = attempt.purpose() == Attempt.Purpose.RETURN;
            return super.apply(device, back ? Instruction.of(instruction.command()) : instruction, attempt);
        }
    }),
    ENDS_WINDOWS_EARLY(Rule.WINDOW, vendor -> new Toy(vendor) {
        @Override
        public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
            return super.apply(
                    device, instruction, until(attempt, attempt.until().map(end -> end.minusSeconds(400))));
        }
    }),
    NEEDS_RENEWAL_AND_DOES_NOT_SAY_SO(Rule.WINDOW, vendor -> new Toy(vendor) {
        @Override
        public Optional<Duration> renewal(LinkedDevice device, Instruction instruction) {
            return Optional.empty();
        }
    }),
    SAYS_YES_WITHOUT_AN_ANSWER(Rule.FAULTS, vendor -> new Toy(vendor) {
        @Override
        public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
            Outcome outcome = super.apply(device, instruction, attempt);
            return outcome instanceof Outcome.Unknown
                    ? new Outcome.Accepted(StateChange.none(), Optional.empty())
                    : outcome;
        }
    }),
    SAYS_NO_WITHOUT_AN_ANSWER(Rule.FAULTS, vendor -> new Toy(vendor) {
        @Override
        public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
            Outcome outcome = super.apply(device, instruction, attempt);
            return outcome instanceof Outcome.Unknown ? rejected(FaultCode.TIMEOUT) : outcome;
        }
    }),
    KNOWS_ONE_CODE(Rule.FAULTS, vendor -> new Toy(vendor) {
        @Override
        public ReadOutcome read(LinkedDevice device) {
            ReadOutcome outcome = super.read(device);
            return outcome instanceof ReadOutcome.Unreadable
                    ? new ReadOutcome.Unreadable(FaultCode.UNKNOWN_ERROR, "Something went wrong.")
                    : outcome;
        }
    }),
    SETTINGS_LOST_ARE_REFUSED(Rule.FAULTS, vendor -> new Toy(vendor) {
        @Override
        public SettingsOutcome configure(LinkedDevice device, Map<Setting, Quantity> settings) {
            SettingsOutcome outcome = super.configure(device, settings);
            return outcome instanceof SettingsOutcome.Partial
                    ? new SettingsOutcome.Refused(FaultCode.TIMEOUT, "The toy did not answer.")
                    : outcome;
        }
    }),
    IGNORES_THE_SCHEDULER(Rule.FAULTS, vendor -> new Toy(vendor) {
        @Override
        public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
            return super.apply(
                    device,
                    instruction,
                    new Attempt(
                            attempt.id(),
                            attempt.purpose(),
                            attempt.number(),
                            attempt.startedAt(),
                            attempt.until(),
                            true,
                            attempt.controls()));
        }
    }),
    NEVER_RECOVERS(Rule.RECOVERY, vendor -> new Toy(vendor) {
        private volatile boolean dead;

        @Override
        public ReadOutcome read(LinkedDevice device) {
            ReadOutcome outcome =
                    dead ? new ReadOutcome.Unreadable(FaultCode.NETWORK_ERROR, "Closed.") : super.read(device);
            dead |= outcome instanceof ReadOutcome.Unreadable;
            return outcome;
        }
    }),
    SENDS_AGAIN(Rule.ONE_SENDING, vendor -> new Toy(vendor) {
        @Override
        public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
            Outcome outcome = super.apply(device, instruction, attempt);
            return outcome instanceof Outcome.Unknown ? super.apply(device, instruction, attempt) : outcome;
        }

        @Override
        public int calls(Operation operation, LinkedDevice device) {
            return 4;
        }
    }),
    COSTS_MORE_THAN_IT_SAYS(Rule.METERED, vendor -> new Toy(vendor) {
        @Override
        public int calls(Operation operation, LinkedDevice device) {
            return 1;
        }
    }),
    PLANS_BY_CALLING(Rule.PLAN, vendor -> new Toy(vendor) {
        @Override
        public List<NativeCall> plan(LinkedDevice device, Instruction instruction) {
            read(device);
            return super.plan(device, instruction);
        }
    }),
    PLANS_LESS_THAN_IT_DOES(Rule.PLAN, vendor -> new Toy(vendor) {
        @Override
        public List<NativeCall> plan(LinkedDevice device, Instruction instruction) {
            return List.of(new NativeCall("put", text(instruction)));
        }
    }),
    LOGS_THE_KEY(Rule.SECRETS, vendor -> new Toy(vendor) {
        @Override
        public ReadOutcome read(LinkedDevice device) {
            Logger.getLogger(Flaw.class.getName()).fine("reading with " + key(device));
            return super.read(device);
        }
    }),
    PRINTS_THE_KEY(Rule.SECRETS, vendor -> new Toy(vendor) {
        private volatile String last = "";

        @Override
        public ReadOutcome read(LinkedDevice device) {
            last = key(device);
            return super.read(device);
        }

        @Override
        public String toString() {
            return "Toy with " + last;
        }
    }),
    REMEMBERS_THE_KEY(Rule.SECRETS, vendor -> new Toy(vendor) {
        @Override
        public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
            super.apply(device, instruction, attempt);
            return new Outcome.Accepted(state -> new ConnectorState(1, "sent=1\nkey=" + key(device)), Optional.empty());
        }
    }),
    LETS_THE_VENDOR_SPEAK(Rule.VENDOR_WORDS, vendor -> new Toy(vendor) {
        @Override
        public ReadOutcome read(LinkedDevice device) {
            try {
                return reading(device.now(), parse(this.vendor.get(key(device), name(device))));
            } catch (Trouble trouble) {
                return new ReadOutcome.Unreadable(code(trouble), "The toy said " + trouble.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new ReadOutcome.Unreadable(FaultCode.TIMEOUT, "Interrupted.");
            }
        }
    }),
    REMEMBERS_EVERYTHING(Rule.STATE, vendor -> new Toy(vendor) {
        @Override
        protected Outcome answer(String answer) {
            return super.answer(answer) instanceof Outcome.Accepted
                    ? new Outcome.Accepted(
                            state -> new ConnectorState(1, state.text() + "0".repeat(600)), Optional.empty())
                    : super.answer(answer);
        }

        @Override
        public Capabilities capabilities(LinkedDevice device) {
            return declared(100);
        }

        @Override
        public ReadOutcome read(LinkedDevice device) {
            return device.state().version() == 1
                    ? super.read(withState(device, FRESH))
                    : new ReadOutcome.Unreadable(FaultCode.UNKNOWN_ERROR, "Another's state.");
        }
    }),
    READS_ANY_VERSION(Rule.STATE, vendor -> new Toy(vendor) {
        @Override
        public ReadOutcome read(LinkedDevice device) {
            return super.read(withState(device, FRESH));
        }
    }),
    COUNTS_AS_IT_STEPS(Rule.PURE, vendor -> new Toy(vendor) {
        private final AtomicInteger sent = new AtomicInteger();

        @Override
        protected Outcome answer(String answer) {
            return new Outcome.Accepted(
                    state -> new ConnectorState(1, "sent=" + sent.incrementAndGet()), Optional.empty());
        }
    }),
    KEEPS_IT_TO_ITSELF(Rule.ANOTHER_NODE, vendor -> new Toy(vendor) {
        private volatile boolean told;

        @Override
        public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
            told = true;
            return super.apply(device, instruction, attempt);
        }

        @Override
        public Verdict verify(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
            return told ? super.verify(device, instruction, reading) : Verdict.CANNOT_TELL;
        }
    }),
    READS_ONE_AT_A_TIME(Rule.PARALLEL, vendor -> new Toy(vendor) {
        private final Semaphore turn = new Semaphore(1);

        // Slow enough that a second reader comes while the first is inside.
        @Override
        public ReadOutcome read(LinkedDevice device) {
            if (!turn.tryAcquire()) {
                throw new IllegalStateException("two at a time");
            }
            try {
                new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
                return super.read(device);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } finally {
                turn.release();
            }
        }
    }),
    READS_THE_MACHINES_CLOCK(Rule.CLOCK, ReadsTheMachinesClock::new),
    OWNS_A_POOL(Rule.THREADS, OwnsAPool::new),
    CANNOT_BE_INTERRUPTED(Rule.INTERRUPT, vendor -> new Toy(vendor) {
        @Override
        public ReadOutcome read(LinkedDevice device) {
            ReadOutcome outcome = super.read(device);
            if (outcome instanceof ReadOutcome.Unreadable) {
                this.vendor.awaitClose();
            }
            return outcome;
        }
    }),
    THROWS(Rule.ANSWERS, vendor -> new Toy(vendor) {
        @Override
        public ReadOutcome read(LinkedDevice device) {
            if (super.read(device) instanceof ReadOutcome.Reading reading) {
                return reading;
            }
            throw new IllegalStateException("no reading");
        }
    }),
    ANSWERS_NOTHING(Rule.ANSWERS, vendor -> new Toy(vendor) {
        @Override
        public List<NativeCall> plan(LinkedDevice device, Instruction instruction) {
            return null;
        }
    }),
    IS_SHOWN_IN_ANOTHER_MODE(Rule.COMMANDS, vendor -> new Toy(vendor) {
        @Override
        public ReadOutcome read(LinkedDevice device) {
            return super.read(device) instanceof ReadOutcome.Reading reading
                            && reading.standing().orElseThrow().command() == Command.CHARGE
                    ? new ReadOutcome.Reading(
                            reading.observedAt(),
                            new BatteryState(
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(Command.IDLE)),
                            reading.settings(),
                            reading.standing())
                    : super.read(device);
        }

        @Override
        public List<Evidence> evidence(LinkedDevice device, Instruction instruction, ReadOutcome.Reading reading) {
            return List.of(new Evidence(
                    "standing", text(instruction), text(reading.standing().orElseThrow())));
        }

        @Override
        public int calls(Operation operation, LinkedDevice device) {
            return 2;
        }
    });

    private final Rule rule;
    private final Function<ToyVendor, Connector> maker;

    Flaw(Rule rule, Function<ToyVendor, Connector> maker) {
        this.rule = rule;
        this.maker = maker;
    }

    /** The rule that finds it. */
    public Rule rule() {
        return rule;
    }

    /** A connector with it. */
    public Connector on(ToyVendor vendor) {
        return maker.apply(vendor);
    }

    private static ReadOutcome withSetting(ReadOutcome outcome, Setting setting, BigDecimal value) {
        if (!(outcome instanceof ReadOutcome.Reading reading)) {
            return outcome;
        }
        Map<Setting, SettingValue> settings = new EnumMap<>(Setting.class);
        settings.putAll(reading.settings());
        settings.put(setting, new SettingValue.Numeric(value));
        return new ReadOutcome.Reading(reading.observedAt(), reading.state(), settings, reading.standing());
    }

    private static Attempt until(Attempt attempt, Optional<Instant> until) {
        return new Attempt(
                attempt.id(),
                attempt.purpose(),
                attempt.number(),
                attempt.startedAt(),
                until,
                attempt.clearScheduler(),
                attempt.controls());
    }

    private static LinkedDevice withState(LinkedDevice device, ConnectorState state) {
        return new LinkedDevice(
                device.id(),
                device.family(),
                device.model(),
                device.plantZone(),
                state,
                device.now(),
                device.account(),
                device.neighbours());
    }
}
