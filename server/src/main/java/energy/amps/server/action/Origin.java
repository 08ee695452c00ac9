package energy.amps.server.action;

import energy.amps.server.store.ScheduleId;

/**
 * The occurrence that an action is, where a schedule made it and not a push.
 *
 * @param schedule of which schedule
 * @param occurrence which one: its local date and slot
 */
public record Origin(ScheduleId schedule, String occurrence) {}
