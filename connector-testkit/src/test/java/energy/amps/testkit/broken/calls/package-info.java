/** Connectors with one thing wrong each, made from the toy. */
package energy.amps.testkit.broken.calls;
