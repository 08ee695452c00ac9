/** The connector's door for tests of the platform, from within its own package: the product opens it at the vendor's pace alone. */
@NullMarked
package energy.amps.connector.foxess;

import org.jspecify.annotations.NullMarked;
