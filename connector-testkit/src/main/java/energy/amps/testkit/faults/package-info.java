/**
 * What came of faults, as a document that the tests write and hold: {@code docs/operating/faults.md}. {@link
 * energy.amps.testkit.faults.FaultTable} is what was seen, {@link energy.amps.testkit.faults.FaultPage} a part of the page.
 * With {@code AMPS_FAULTS_WRITE=true} a run writes what it saw.
 */
@NullMarked
package energy.amps.testkit.faults;

import org.jspecify.annotations.NullMarked;
