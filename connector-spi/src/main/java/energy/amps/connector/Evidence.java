package energy.amps.connector;

/**
 * One field of a reading, beside what an instruction makes one expect of it (contract section 5, verified outcomes).
 *
 * @param field the field's name in the API, such as {@code currentMode} or {@code chargeRate}
 * @param expected what it should show, in words or figures that an integrator understands, such as {@code charge} or {@code
 *     above 0}
 * @param observed what it shows
 */
public record Evidence(String field, String expected, String observed) {}
