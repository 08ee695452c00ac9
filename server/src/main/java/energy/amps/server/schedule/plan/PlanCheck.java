package energy.amps.server.schedule.plan;

import energy.amps.check.Checked;
import energy.amps.check.PushCheck;
import energy.amps.check.PushRequest;
import energy.amps.device.Capabilities;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.time.PlantTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a schedule can be had on a device: its own rules (contract section 8), and those of section 4 for each of its slots,
 * in that section's order. Every refusal names its place in the body. Pure.
 */
public final class PlanCheck {
    /** Most slots of a schedule. */
    public static final int MAX_SLOTS = 48;

    /** How many years ahead a slot may fire once. */
    static final int YEARS_AHEAD = 10;

    private PlanCheck() {}

    /**
     * The device that it is for.
     *
     * @param family its family
     * @param capabilities what it declares
     * @param plantZone the zone of its plant, where known
     */
    public record Device(Family family, Capabilities capabilities, Optional<ZoneId> plantZone) {}

    /**
     * A schedule that can be had.
     *
     * @param plan when it fires
     * @param first its first date, which {@link #again} needs
     */
    public record Passed(Plan plan, LocalDate first) {}

    /** Checks what was sent; {@code now} is the tenant's time. */
    public static Checked<Passed> check(ScheduleRequest request, Device device, Instant now) {
        return slotsThere(request).then(there -> zone(request, device)).then(zone -> dates(
                        request, zone, LocalDateTime.ofInstant(now, zone).toLocalDate())
                .then(dates -> slots(request, device, now).then(slots -> apart(slots, dates, zone)
                        .then(apart -> fires(new Plan(zone, dates, slots), now))
                        .then(plan -> new Checked.Passed<>(new Passed(plan, dates.first()))))));
    }

    /**
     * The plan of a schedule that was checked when it was accepted; nothing that was accepted then is refused now.
     *
     * @param zone the zone that it was accepted with
     * @param first its first date
     */
    public static Plan again(ScheduleRequest request, ZoneId zone, LocalDate first) {
        Checked<Plan> plan = dates(request, zone, first)
                .then(dates -> times(request).then(slots -> new Checked.Passed<>(new Plan(zone, dates, slots))));
        return switch (plan) {
            case Checked.Passed<Plan>(Plan value) -> value;
            case Checked.Refused<Plan>(Refusal refusal) ->
                throw new IllegalStateException("accepted, and now refused: " + refusal);
        };
    }

    /** The push that a slot is, without its instants. */
    public static PushRequest template(SlotRequest slot) {
        return new PushRequest(
                slot.command(), slot.parameters(), slot.time().or(slot::at), slot.duration(), Optional.empty());
    }

    private static Checked<Boolean> slotsThere(ScheduleRequest request) {
        if (request.slots().isEmpty()) {
            return invalid("no_slots", "A schedule needs at least one slot.", "/slots");
        }
        for (int i = 0; i < request.slots().size(); i++) {
            SlotRequest slot = request.slots().get(i);
            if (slot.time().isPresent() && slot.at().isPresent()) {
                return invalid("time_and_at", "A slot has either 'time' or 'at', not both.", "/slots/" + i);
            }
            if (slot.time().isEmpty() && slot.at().isEmpty()) {
                return required("/slots/" + i + "/time", "'time' or 'at' is required");
            }
        }
        return isRepeated(request) && request.recurrence().isEmpty()
                ? required("/recurrence", "required by a slot with 'time'")
                : new Checked.Passed<>(true);
    }

    private static boolean isRepeated(ScheduleRequest request) {
        return request.slots().stream().anyMatch(slot -> slot.time().isPresent());
    }

    private static Checked<ZoneId> zone(ScheduleRequest request, Device device) {
        if (request.timezone().isPresent()) {
            String name = request.timezone().get();
            return PlantTime.region(name)
                    .<Checked<ZoneId>>map(Checked.Passed::new)
                    .orElseGet(() -> invalid(
                            "unknown_timezone",
                            "'" + name + "' is not a region of the IANA time zone database, such as Europe/London.",
                            "/timezone"));
        }
        if (device.plantZone().isPresent()) {
            return new Checked.Passed<>(device.plantZone().get());
        }
        if (!isRepeated(request)) {
            return new Checked.Passed<>(ZoneOffset.UTC);
        }
        return new Checked.Refused<>(new Refusal(
                ErrorCode.INVALID_TIME_WINDOW,
                "A slot has a wall clock and the device's timezone is unknown: send 'timezone', or PATCH the device's"
                        + " timezone first.",
                details("timezone_unknown", "/timezone")));
    }

    private static Checked<Dates> dates(ScheduleRequest request, ZoneId zone, LocalDate today) {
        return request.recurrence()
                .map(recurrence -> Recurrences.read(recurrence, zone, today))
                .orElseGet(() -> new Checked.Passed<>(Dates.none(today)));
    }

    private static Checked<List<Slot>> times(ScheduleRequest request) {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < request.slots().size(); i++) {
            switch (Slots.read(i, request.slots().get(i))) {
                case Checked.Passed<Slot>(Slot slot) -> slots.add(slot);
                case Checked.Refused<Slot>(Refusal refusal) -> {
                    return new Checked.Refused<>(refusal);
                }
            }
        }
        return new Checked.Passed<>(slots);
    }

    private static Checked<List<Slot>> slots(ScheduleRequest request, Device device, Instant now) {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < request.slots().size(); i++) {
            int index = i;
            SlotRequest sent = request.slots().get(i);
            Checked<Slot> slot = PushCheck.template(template(sent), device.family(), device.capabilities())
                    .then(template -> Slots.read(index, sent))
                    .then(read -> ahead(read, now));
            switch (slot) {
                case Checked.Passed<Slot>(Slot passed) -> slots.add(passed);
                case Checked.Refused<Slot>(Refusal refusal) -> {
                    return new Checked.Refused<>(Places.inSlot(refusal, index));
                }
            }
        }
        return new Checked.Passed<>(slots);
    }

    private static Checked<Slot> ahead(Slot slot, Instant now) {
        if (!(slot instanceof Slot.Once once)) {
            return new Checked.Passed<>(slot);
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("start", once.at().toString());
        if (once.at().isBefore(now)) {
            details.put("now", now.toString());
            return new Checked.Refused<>(new Refusal(ErrorCode.START_IN_PAST, "'at' has gone by.", details));
        }
        Instant latest = LocalDateTime.ofInstant(now, ZoneOffset.UTC)
                .plusYears(YEARS_AHEAD)
                .toInstant(ZoneOffset.UTC);
        if (once.at().isAfter(latest)) {
            details.put("latest", latest.toString());
            return new Checked.Refused<>(new Refusal(
                    ErrorCode.START_OUT_OF_RANGE, "'at' lies more than " + YEARS_AHEAD + " years ahead.", details));
        }
        return new Checked.Passed<>(slot);
    }

    private static Checked<Boolean> apart(List<Slot> slots, Dates dates, ZoneId zone) {
        return Overlaps.find(slots, dates, zone)
                .<Checked<Boolean>>map(pair -> {
                    Map<String, Object> details = details("slots_overlap", "/slots/" + pair.second());
                    details.put("slots", List.of(pair.first(), pair.second()));
                    return new Checked.Refused<>(new Refusal(
                            ErrorCode.INVALID_SCHEDULE,
                            "Slots " + pair.first() + " and " + pair.second() + " overlap.",
                            details));
                })
                .orElseGet(() -> new Checked.Passed<>(true));
    }

    private static Checked<Plan> fires(Plan plan, Instant now) {
        return plan.nextToFire(now).isPresent()
                ? new Checked.Passed<>(plan)
                : invalid("bad_recurrence", "The schedule would never fire.", "/recurrence");
    }

    static <T> Checked<T> invalid(String reason, String message, String pointer) {
        return new Checked.Refused<>(new Refusal(ErrorCode.INVALID_SCHEDULE, message, details(reason, pointer)));
    }

    private static Map<String, Object> details(String reason, String pointer) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("reason", reason);
        details.put("pointer", pointer);
        return details;
    }

    private static <T> Checked<T> required(String pointer, String message) {
        return new Checked.Refused<>(new Refusal(
                ErrorCode.VALIDATION_ERROR,
                "Malformed request: " + pointer + ": " + message + ".",
                Map.of("errors", List.of(Map.of("pointer", pointer, "message", message)))));
    }
}
