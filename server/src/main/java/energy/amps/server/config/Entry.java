package energy.amps.server.config;

/**
 * A row of the table, for the reader of the environment.
 *
 * @param name the environment variable
 * @param meaning what it does
 * @param byDefault its value when absent, or in words how that comes about
 * @param domain what it takes
 * @param <T> the typed value
 */
record Entry<T>(String name, String meaning, String byDefault, Domain<T> domain) {

    Setting shown() {
        return new Setting(name, meaning, byDefault, domain.unit(), domain.range());
    }
}
