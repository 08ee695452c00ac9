package energy.amps.server.http.shape;

import energy.amps.server.event.EventIds;
import energy.amps.server.event.EventType;
import energy.amps.server.webhook.CustomHeaders;
import energy.amps.server.webhook.Deliveries;
import energy.amps.server.webhook.Endpoint;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The bodies of requests about webhook endpoints (contract section 9). */
final class EndpointBody {
    /** Most characters of a description. */
    static final int DESCRIPTION_MAX = 512;

    /** Highest rate. */
    static final int RATE_MAX = 10_000;

    private static final Pattern ID_REST = Pattern.compile("[A-Za-z0-9]{1,64}");

    private EndpointBody() {}

    static Optional<Endpoint.Draft> draft(byte[] body, Problems problems) {
        return Fields.ofBody(body, problems).map(fields -> {
            fields.require("url");
            Endpoint.Change said = said(fields);
            fields.refuseOthers();
            return new Endpoint.Draft(
                    said.url().orElse(""),
                    said.description().orElse(""),
                    said.events().orElse(Optional.empty()),
                    said.headers().orElse(Map.of()),
                    said.rateLimit().orElse(OptionalInt.empty()),
                    said.enabled().orElse(true));
        });
    }

    static Optional<Endpoint.Change> change(byte[] body, Problems problems) {
        return Fields.ofBody(body, problems).map(fields -> {
            if (fields.isEmpty()) {
                problems.add(
                        "", "at least one of url, description, events, headers, rateLimit and enabled is required");
            }
            Endpoint.Change said = said(fields);
            fields.refuseOthers();
            return said;
        });
    }

    static Optional<String> resend(byte[] body, Problems problems) {
        return Fields.ofBody(body, problems).flatMap(fields -> {
            Optional<String> message = id(fields, "messageId", EventIds.MESSAGE).map(EventIds::event);
            Optional<String> event = id(fields, "eventId", EventIds.EVENT);
            if (fields.has("messageId") == fields.has("eventId")) {
                problems.add("", "either messageId or eventId is required");
            }
            fields.refuseOthers();
            return message.or(() -> event);
        });
    }

    static Optional<Deliveries.Range> replay(byte[] body, Problems problems) {
        return Fields.ofBody(body, problems).map(fields -> {
            Optional<Instant> from = instant(fields, "from");
            Optional<Instant> to = instant(fields, "to");
            boolean failed = fields.flag("failed").orElse(false);
            Optional<String> after = fields.text("cursor").flatMap(cursor -> {
                Optional<String> id = Query.Cursor.idOf(cursor).filter(i -> isId(i, EventIds.EVENT));
                if (id.isEmpty()) {
                    fields.problem("cursor", "not a nextCursor of a replay");
                }
                return id;
            });
            if (!failed && !fields.has("from")) {
                problems.add("/from", "required, unless failed is true");
            }
            if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
                fields.problem("to", "must be after from");
            }
            fields.refuseOthers();
            return new Deliveries.Range(from, to, failed, after);
        });
    }

    @SuppressWarnings("OptionalMapToOptional") // what is said may be that there is no choice: a null of its own
    private static Endpoint.Change said(Fields fields) {
        return new Endpoint.Change(
                fields.text("url"),
                description(fields),
                fields.isNull("events")
                        ? Optional.of(Optional.empty())
                        : events(fields).map(Optional::of),
                fields.object("headers").map(EndpointBody::headers),
                fields.isNull("rateLimit")
                        ? Optional.of(OptionalInt.empty())
                        : rate(fields).map(OptionalInt::of),
                fields.flag("enabled"));
    }

    private static Optional<String> description(Fields fields) {
        return fields.text("description").filter(text -> {
            if (text.length() > DESCRIPTION_MAX) {
                fields.problem("description", "longer than " + DESCRIPTION_MAX + " characters");
            }
            return text.length() <= DESCRIPTION_MAX;
        });
    }

    private static Optional<List<String>> events(Fields fields) {
        return fields.texts("events").map(types -> {
            if (types.isEmpty()) {
                fields.problem("events", "at least one; leave the key out, or say null, for all");
            }
            for (int i = 0; i < types.size(); i++) {
                if (EventType.of(types.get(i)).isEmpty()) {
                    fields.problem("events", "item " + i + " is not a type of event; GET /event-types lists them");
                }
            }
            return types.stream().distinct().toList();
        });
    }

    private static Map<String, String> headers(Fields headers) {
        Map<String, String> texts = headers.texts();
        if (texts.size() > CustomHeaders.MOST) {
            headers.problem("", "more than " + CustomHeaders.MOST + " headers");
        }
        Map<String, String> seen = new TreeMap<>();
        texts.forEach((name, value) -> {
            CustomHeaders.refusal(name, value).ifPresent(why -> headers.problem(name, why));
            if (seen.put(name.toLowerCase(Locale.ROOT), name) != null) {
                headers.problem(name, "given twice; the case of letters does not count");
            }
        });
        return new LinkedHashMap<>(texts);
    }

    private static Optional<Integer> rate(Fields fields) {
        return fields.number("rateLimit").flatMap(number -> {
            boolean whole = number.stripTrailingZeros().scale() <= 0
                    && number.compareTo(BigDecimal.ONE) >= 0
                    && number.compareTo(BigDecimal.valueOf(RATE_MAX)) <= 0;
            if (!whole) {
                fields.problem("rateLimit", "must be a whole number from 1 to " + RATE_MAX + ", or null");
            }
            return whole ? Optional.of(number.intValue()) : Optional.empty();
        });
    }

    private static Optional<String> id(Fields fields, String key, String prefix) {
        return fields.text(key).filter(text -> {
            if (!isId(text, prefix)) {
                fields.problem(key, "must be an id that begins with " + prefix);
            }
            return isId(text, prefix);
        });
    }

    private static boolean isId(String text, String prefix) {
        return text.startsWith(prefix)
                && ID_REST.matcher(text.substring(prefix.length())).matches();
    }

    private static Optional<Instant> instant(Fields fields, String key) {
        return fields.text(key).flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException e) {
                fields.problem(key, "must be an instant with Z or an offset, such as 2026-06-02T12:00:00Z");
                return Optional.empty();
            }
        });
    }
}
