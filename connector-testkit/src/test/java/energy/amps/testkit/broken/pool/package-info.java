/** A connector whose class files show that it owns a thread pool; alone, because the kit looks at whole packages. */
package energy.amps.testkit.broken.pool;
