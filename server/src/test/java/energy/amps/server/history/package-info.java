/** Tests of the past: laid out in intervals, kept in rows and days, computed from chapters. */
@NullMarked
package energy.amps.server.history;

import org.jspecify.annotations.NullMarked;
