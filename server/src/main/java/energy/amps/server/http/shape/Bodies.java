package energy.amps.server.http.shape;

import energy.amps.check.Checked;
import energy.amps.check.SettingsRequest;
import energy.amps.server.clock.ClockTurn;
import energy.amps.server.schedule.plan.ScheduleRequest;
import energy.amps.server.tenant.KeyScope;
import energy.amps.server.tenant.NewKey;
import energy.amps.server.webhook.Deliveries;
import energy.amps.server.webhook.Endpoint;
import energy.amps.time.PlantTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Request bodies, strictly: every one is either what the contract describes or a {@code 400 VALIDATION_ERROR}. */
public final class Bodies {

    private static final byte[] EMPTY = {'{', '}'};

    private Bodies() {}

    /** {@code {"action":{...},"onConflict":...,"sandbox":{...}}}, contract sections 5 and 11. */
    public static Checked<Push> push(byte[] body) {
        return checked(body, PushBody::read);
    }

    /** {@code {"charge_ceiling":{"value":90,"unit":"percent"},...}}, contract section 7. */
    public static Checked<SettingsRequest> settings(byte[] body) {
        return checked(body, SettingsBody::read);
    }

    /** {@code {"timezone":"Europe/London"}}: a region of the time zone database, or {@code UTC} (contract section 3). */
    public static Checked<ZoneId> timezone(byte[] body) {
        return checked(body, (bytes, problems) -> Fields.ofBody(bytes, problems).flatMap(fields -> {
            fields.require("timezone");
            Optional<ZoneId> zone = zone(fields, "timezone");
            fields.refuseOthers();
            return zone;
        }));
    }

    /** {@code {"timezone":...,"recurrence":{...},"slots":[{...}]}}, contract section 8. */
    public static Checked<ScheduleRequest> schedule(byte[] body) {
        return checked(body, ScheduleBody::read);
    }

    /** {@code {"advance":"PT36H"}}, {@code {"freezeAt":"..."}} or {@code {"reset":true}}, contract section 11. */
    public static Checked<ClockTurn> clock(byte[] body) {
        return checked(body, ClockBody::read);
    }

    /** A new endpoint, contract section 9. */
    public static Checked<Endpoint.Draft> endpoint(byte[] body) {
        return checked(body, EndpointBody::draft);
    }

    /** What changes of an endpoint, contract section 9. */
    public static Checked<Endpoint.Change> endpointChange(byte[] body) {
        return checked(body, EndpointBody::change);
    }

    /** {@code {"messageId":...}} or {@code {"eventId":...}}; gives the event. */
    public static Checked<String> resend(byte[] body) {
        return checked(body, EndpointBody::resend);
    }

    /** {@code {"from","to","failed","cursor"}}, contract section 9. */
    public static Checked<Deliveries.Range> replay(byte[] body) {
        return checked(body, EndpointBody::replay);
    }

    /** {@code {"name":...,"scopes":["read","write"],"expiresAt":...}}; no body is as good as an empty one. */
    public static Checked<NewKey> key(byte[] body, Set<KeyScope> usual) {
        return checked(body.length == 0 ? EMPTY : body, (bytes, problems) -> KeyBody.read(bytes, usual, problems));
    }

    /** {@code {"environment":"live",...}} and what {@link #key} takes: the operator makes a key for a customer. */
    public static Checked<KeyBody.Operators> operatorsKey(byte[] body) {
        return checked(body, KeyBody::readOperators);
    }

    /** {@code {"name":"Acme","liveEnabled":false}}: the operator makes a customer. */
    public static Checked<CustomerBody> customer(byte[] body) {
        return checked(body, CustomerBody::read);
    }

    /** No body, or {@code {}}: for requests whose path says it all. */
    public static Checked<Boolean> nothing(byte[] body) {
        if (body.length == 0) {
            return new Checked.Passed<>(true);
        }
        return checked(body, (bytes, problems) -> Fields.ofBody(bytes, problems).map(fields -> {
            fields.refuseOthers();
            return true;
        }));
    }

    /** A region that a key holds, where it is there. */
    static Optional<ZoneId> zone(Fields fields, String key) {
        return fields.text(key).flatMap(text -> {
            Optional<ZoneId> region = PlantTime.region(text);
            if (region.isEmpty()) {
                fields.problem(key, "not a region of the IANA time zone database, such as Europe/London");
            }
            return region;
        });
    }

    static <T> Checked<T> checked(byte[] body, BiFunction<byte[], Problems, Optional<T>> reading) {
        Problems problems = new Problems();
        Optional<T> read = reading.apply(body, problems);
        return problems.isEmpty()
                ? new Checked.Passed<>(read.orElseThrow())
                : new Checked.Refused<>(problems.refusal());
    }
}
