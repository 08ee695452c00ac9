/**
 * When a schedule's slots fire: the recurrence, the slots and the zone as pure functions of what was sent (contract section
 * 8).
 *
 * <p>Front doors: {@link energy.amps.server.schedule.plan.PlanCheck} makes a {@link energy.amps.server.schedule.plan.Plan} of a
 * {@link energy.amps.server.schedule.plan.ScheduleRequest} or says why not; the plan unfolds into {@link
 * energy.amps.server.schedule.plan.Occurrence}s from any instant on, in order and lazily.
 *
 * <p><b>What holds.</b> A recurrence gives local dates ({@link energy.amps.server.schedule.plan.Dates}); a slot gives a local
 * time on each; the zone's rules give the instants, through {@code PlantTime} and nothing else. What a local time comes to
 * never decreases while the wall clock goes on: in a gap it stays at the instant after, in an overlap it takes the earlier
 * one. So the occurrences of a plan are in order of date, and no instant has to be sorted. An occurrence is told apart by its
 * slot and local date: two may share an instant, where a gap moved them together.
 *
 * <p><b>Not here.</b> The device's capabilities beyond the check of each slot, conflicts, the database, and the time: every
 * function takes its instants as values.
 *
 * <p>Decision: {@code docs/decisions/0026-when-a-slot-fires.md}.
 */
@NullMarked
package energy.amps.server.schedule.plan;

import org.jspecify.annotations.NullMarked;
