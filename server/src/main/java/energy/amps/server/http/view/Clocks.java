package energy.amps.server.http.view;

import energy.amps.server.clock.ClockView;

/** A sandbox's clock in JSON (contract section 11). */
public final class Clocks {

    private Clocks() {}

    /** {@code {"state":"ready","now":"...","frozen":true,"target":null}}. */
    public static Content of(ClockView clock) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("state", clock.advancing() ? "advancing" : "ready");
            out.writeStringProperty("now", Values.text(clock.now()));
            out.writeBooleanProperty("frozen", clock.frozen());
            out.writeName("target");
            clock.target().ifPresentOrElse(target -> out.writeString(Values.text(target)), out::writeNull);
            out.writeEndObject();
        };
    }
}
