package energy.amps.server.http.shape;

import energy.amps.server.tenant.Customers;
import java.util.Optional;

/**
 * A customer that the operator wants.
 *
 * @param name what the operator calls it
 * @param liveEnabled whether its live keys shall open anything
 */
public record CustomerBody(String name, boolean liveEnabled) {

    static Optional<CustomerBody> read(byte[] body, Problems problems) {
        return Fields.ofBody(body, problems).flatMap(fields -> {
            fields.require("name");
            Optional<String> name = fields.text("name");
            name.flatMap(text -> wrongName(text, Customers.NAME_MOST))
                    .ifPresent(problem -> fields.problem("name", problem));
            boolean live = fields.flag("liveEnabled").orElse(false);
            fields.refuseOthers();
            return name.map(text -> new CustomerBody(text, live));
        });
    }

    /** What is wrong with a name, if anything is. */
    static Optional<String> wrongName(String text, int most) {
        return text.isBlank() || text.length() > most || Texts.hasControls(text)
                ? Optional.of("must have 1 to " + most + " characters and no control characters")
                : Optional.empty();
    }
}
