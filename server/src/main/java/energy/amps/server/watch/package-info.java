/**
 * What stands in the database that whoever operates the platform should know of: the gauges that no event of this node moves.
 *
 * <p>Front door: {@link energy.amps.server.watch.Watch}. It reads the due rows, under the engine's role and by
 * their indexes, and decides nothing; what each gauge means is in {@code docs/operating/running.md}.
 *
 * <p><b>Threads.</b> One, which looks at an interval; a scrape only reads what was last seen.
 *
 * <p><b>Failure.</b> When the database cannot be asked, or is slow to answer, the gauges have no value: a number that is old
 * would say that all is well.
 *
 * <p><b>Not here.</b> Counters of what happens on this node: they are beside what happens.
 */
@NullMarked
package energy.amps.server.watch;

import org.jspecify.annotations.NullMarked;
