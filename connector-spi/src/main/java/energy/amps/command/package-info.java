/**
 * The words of a push: commands, parameters, settings, quantities with their units, execution shapes and conflict
 * strategies (contract sections 1, 2, 5, 6 and 7).
 *
 * <p>Every word is an enum constant with its {@code wire} form, the exact text that stands in JSON. A text from outside
 * becomes a word through the enum's {@code of(String)}, which answers empty for what the vocabulary does not hold: an
 * unknown word is an ordinary answer here, never an exception. Everything in this package is immutable and knows neither
 * devices nor time; {@link energy.amps.check} decides what a device accepts.
 */
@NullMarked
package energy.amps.command;

import org.jspecify.annotations.NullMarked;
