/** A connector whose class files show that it reads the machine's clock; alone, because the kit looks at whole packages. */
package energy.amps.testkit.broken.clock;
