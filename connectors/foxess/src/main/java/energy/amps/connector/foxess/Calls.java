package energy.amps.connector.foxess;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** The native calls for one inverter, typed. */
final class Calls {
    static final String LIST = "/op/v0/device/list";
    static final String DETAIL = "/op/v0/device/detail";
    static final String FIGURES = "/op/v1/device/real/query";
    static final String SCHEDULE_1 = "/op/v1/device/scheduler/get";
    static final String SCHEDULE_2 = "/op/v2/device/scheduler/get";
    static final String WRITE_SCHEDULE_1 = "/op/v1/device/scheduler/enable";
    static final String WRITE_SCHEDULE_3 = "/op/v3/device/scheduler/enable";
    static final String FLAG = "/op/v1/device/scheduler/get/flag";
    static final String SET_FLAG = "/op/v1/device/scheduler/set/flag";
    static final String SETTING = "/op/v0/device/setting/get";
    static final String SET_SETTING = "/op/v0/device/setting/set";
    static final String LEVELS = "/op/v0/device/battery/soc/get";
    static final String SET_LEVELS = "/op/v0/device/battery/soc/set";

    static final String WORK_MODE = "WorkMode";

    private final Session session;
    private final String sn;

    Calls(Session session, String sn) {
        this.session = session;
        this.sn = sn;
    }

    /**
     * The lowest levels that are kept, percent.
     *
     * @param deepest for an outage
     * @param onGrid while there is a grid
     */
    record Levels(int deepest, int onGrid) {
        int highest() {
            return Math.max(deepest, onGrid);
        }
    }

    Reply<JsonNode> detail() {
        return session.get(DETAIL, sn);
    }

    Reply<Optional<Figures>> figures() {
        return session.post(FIGURES, Map.of("sns", List.of(sn), "variables", Figures.VARIABLES))
                .map(result -> Figures.of(result, sn));
    }

    /** The scheduler's answer as it is, for what it says of itself. */
    Reply<JsonNode> scheduler(Dialect dialect) {
        return session.post(dialect == Dialect.NESTED ? SCHEDULE_2 : SCHEDULE_1, Map.of("deviceSN", sn));
    }

    Reply<Schedule> schedule(Dialect dialect) {
        return scheduler(dialect).map(result -> ScheduleCodec.read(result, dialect));
    }

    /** Writes a schedule, in place of all that is there. */
    Reply<JsonNode> writeSchedule(Dialect dialect, List<Stretch> stretches, Map<String, BigDecimal> limits) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("deviceSN", sn);
        List<Object> groups = new ArrayList<>(ScheduleCodec.write(stretches, dialect, limits));
        body.put("groups", groups);
        return session.post(dialect == Dialect.NESTED ? WRITE_SCHEDULE_3 : WRITE_SCHEDULE_1, body);
    }

    Reply<Boolean> flag() {
        return session.post(FLAG, Map.of("deviceSN", sn)).map(result -> Json.isYes(result.path("enable")));
    }

    Reply<JsonNode> setFlag(boolean on) {
        return session.post(SET_FLAG, Map.of("deviceSN", sn, "enable", on ? 1 : 0));
    }

    Reply<JsonNode> setting(String key) {
        return session.post(SETTING, Map.of("sn", sn, "key", key));
    }

    Reply<JsonNode> setSetting(String key, Object value) {
        return session.post(SET_SETTING, Map.of("sn", sn, "key", key, "value", value));
    }

    Reply<Optional<Levels>> levels() {
        return session.get(LEVELS, sn).map(Calls::levels);
    }

    private static Optional<Levels> levels(JsonNode result) {
        OptionalInt deepest = Json.whole(result.path("minSoc"));
        OptionalInt onGrid = Json.whole(result.path("minSocOnGrid"));
        return deepest.isPresent() && onGrid.isPresent()
                ? Optional.of(new Levels(deepest.getAsInt(), onGrid.getAsInt()))
                : Optional.empty();
    }

    Reply<JsonNode> setLevels(Levels levels) {
        return session.post(SET_LEVELS, Map.of("sn", sn, "minSoc", levels.deepest(), "minSocOnGrid", levels.onGrid()));
    }
}
