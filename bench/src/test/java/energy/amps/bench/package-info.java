/** Tests of the arithmetic of figures; no test here measures anything. */
@NullMarked
package energy.amps.bench;

import org.jspecify.annotations.NullMarked;
