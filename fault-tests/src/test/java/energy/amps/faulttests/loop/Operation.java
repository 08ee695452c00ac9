package energy.amps.faulttests.loop;

import static org.awaitility.Awaitility.await;

import energy.amps.check.Checked;
import energy.amps.check.SettingsRequest;
import energy.amps.fault.Refusal;
import energy.amps.faulttests.harness.Tables;
import energy.amps.server.device.Freshness;
import energy.amps.testkit.vendor.Call;
import energy.amps.testkit.vendor.Fault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is under way when the fault comes. */
enum Operation {
    /** An immediate push, from its request to its end. */
    PUSH("push") {
        @Override
        Reply begin(Arena arena, Tables tables, String device) {
            return replied(arena.push(device, Optional.empty(), Optional.empty()));
        }
    },
    /** A push with a start, accepted before, whose instant comes. */
    FIRE("fire") {
        @Override
        void prepare(Arena arena, Tables tables, String device) {
            accepted(arena.push(device, Optional.of(MINUTE), Optional.empty()));
        }

        @Override
        Reply begin(Arena arena, Tables tables, String device) {
            arena.clock.advance(MINUTE);
            return Reply.ACCEPTED;
        }
    },
    /** A window that is open, whose end comes. */
    RETURN("return") {
        @Override
        void prepare(Arena arena, Tables tables, String device) {
            accepted(arena.push(device, Optional.of(Duration.ZERO), Optional.of(WINDOW)));
            awaitStage(arena, tables, device, "open");
        }

        // What was seen to hold is seen to hold no more, by whoever reads: here a client.
        @Override
        boolean isTakenByAnother(Arena arena, Tables tables, String device) {
            awaitRow(
                    arena,
                    tables,
                    "select verification ->> 'state' from action where device_id = ?",
                    device,
                    "confirmed");
            arena.site.vendor().play(Call.READ, device, Fault.DISPLACED, 1);
            arena.clock.advance(Freshness.EXPEDITE.oldest().plusSeconds(1));
            arena.read(device);
            awaitRow(arena, tables, "select type from event where device_id = ?", device, "device.overridden");
            return true;
        }

        @Override
        Reply begin(Arena arena, Tables tables, String device) {
            arena.clock.advance(WINDOW);
            return Reply.ACCEPTED;
        }
    },
    /** Settings, from their request to its answer. */
    SETTINGS("settings") {
        @Override
        Reply begin(Arena arena, Tables tables, String device) {
            SettingsRequest request = new SettingsRequest(
                    Map.of("discharge_floor", new SettingsRequest.Value.Numeric(BigDecimal.TEN, "percent")));
            return replied(arena.configure(device, request));
        }
    },
    /** The sender of a command died before the vendor did anything; another node comes up. */
    RECOVERY("recovery, command not applied") {
        @Override
        void prepare(Arena arena, Tables tables, String device) {
            orphan(arena, device, Fault.HANG);
        }

        @Override
        Reply begin(Arena arena, Tables tables, String device) {
            return Reply.ACCEPTED;
        }
    },
    /** The sender of a command died after the vendor did it; another node comes up. */
    RECOVERY_APPLIED("recovery, command applied") {
        @Override
        void prepare(Arena arena, Tables tables, String device) {
            orphan(arena, device, Fault.APPLY_THEN_HANG);
        }

        @Override
        Reply begin(Arena arena, Tables tables, String device) {
            return Reply.ACCEPTED;
        }
    };

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration WINDOW = Duration.ofMinutes(3);

    /** What the client was told. */
    enum Reply {
        /** It was taken. */
        ACCEPTED,
        /** It was refused by rule. */
        REFUSED,
        /** The vendor does not take the credentials: 401. */
        SHUT_OUT,
        /** It may have been done or not: 502. */
        UNSURE,
        /** The database could not be used: 503. */
        NONE
    }

    private final String title;

    Operation(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** The modes it is put through. A recovery comes after a fault; that another strikes it is all that is left to try. */
    List<Mode> modes() {
        return this == RECOVERY || this == RECOVERY_APPLIED ? List.of(Mode.SINGLE) : List.of(Mode.values());
    }

    /** What must be so before; nothing fails here. */
    void prepare(Arena arena, Tables tables, String device) {}

    /** Whether another controller takes the device before it begins; else it does right after the first write. */
    boolean isTakenByAnother(Arena arena, Tables tables, String device) {
        return false;
    }

    /** Sets it going. */
    abstract Reply begin(Arena arena, Tables tables, String device);

    private static Reply replied(Optional<? extends Checked<?>> answer) {
        return answer.map(Operation::replied).orElse(Reply.NONE);
    }

    private static Reply replied(Checked<?> answer) {
        return switch (answer) {
            case Checked.Passed<?> passed -> Reply.ACCEPTED;
            case Checked.Refused<?>(Refusal refusal) ->
                switch (refusal.code()) {
                    case SETTINGS_PARTIAL -> Reply.UNSURE;
                    case INVALID_CREDENTIALS -> Reply.SHUT_OUT;
                    default -> Reply.REFUSED;
                };
        };
    }

    private static void accepted(Optional<? extends Checked<?>> answer) {
        if (replied(answer) != Reply.ACCEPTED) {
            throw new AssertionError("not accepted: " + answer);
        }
    }

    private static void orphan(Arena arena, String device, Fault fault) {
        arena.site.vendor().play(Call.WRITE, device, fault, 1);
        accepted(arena.push(device, Optional.empty(), Optional.empty()));
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !arena.site.vendor().writes(device).isEmpty());
        arena.kill();
    }

    private static void awaitStage(Arena arena, Tables tables, String device, String stage) {
        awaitRow(arena, tables, "select stage from action where device_id = ?", device, stage);
    }

    private static void awaitRow(Arena arena, Tables tables, String sql, String device, String row) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    // What the fault before has left to be tried again is tried as time goes by.
                    arena.clock.advance(Duration.ofMillis(20));
                    return tables.rows(sql, device).contains(row);
                });
    }
}
