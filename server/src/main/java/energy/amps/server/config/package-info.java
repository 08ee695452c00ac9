/**
 * Every setting of the server, in one table, and the typed values that the environment gives them.
 *
 * <p>Front door: {@link energy.amps.server.config.Settings#read}, a pure function from the environment to either {@link
 * energy.amps.server.config.SettingsReading.Valid} or every problem at once, one line each. {@link
 * energy.amps.server.config.SettingsTable} shows the table itself: what is not in it is not a setting, and the
 * documentation is rendered from it.
 *
 * <p>Rules: a setting is an environment variable {@code AMPS_...}; an empty one counts as absent; a value out of its range
 * is a problem and never adjusted; an unknown {@code AMPS_...} is a warning, because a misspelt setting would otherwise be
 * silent. No value of a secret setting appears in a message, a log line or a {@code toString}.
 *
 * <p>All types are immutable values. Not here: reading the environment, which is the caller's; what a connector alone
 * understands (its settings stand in the table, and are checked, but it reads them itself).
 */
@NullMarked
package energy.amps.server.config;

import org.jspecify.annotations.NullMarked;
