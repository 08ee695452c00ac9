/** A vendor in memory and its connector, right in all that the kit looks at. */
package energy.amps.testkit.toy;
