package energy.amps.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.device.Family;
import energy.amps.server.action.ActionFilter;
import energy.amps.server.http.RunningEdge.Reply;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What stands in the data of an answer, key by key (contract sections 3, 5 and 7). */
class AnswersTest {

    private static RunningEdge edge;

    @BeforeAll
    static void start() {
        edge = new RunningEdge();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void aDeviceIsShownWithEverythingItDeclares() {
        assertThat(edge.get("/battery/device_1").at("/data"))
                .isEqualTo(JsonMapper.shared().readTree("""
                {"id":"device_1","vendor":"foxess","timezone":"Europe/London","userId":"user_1",
                 "sync":{"available":true,"lastPulledAt":"2026-06-02T12:00:00.000Z"},
                 "metadata":{"model":"FoxESS H1-5.0-E","source":"projection"},
                 "state":{"status":"idle","capacity":10,"level":46.3,"chargeRate":0,"currentMode":"charge"},
                 "conflictStrategies":["cancel_and_replace"],
                 "commands":{
                   "charge":{"parameters":{"target":{"unit":"percent","min":10,"max":100}},
                             "execution":["immediate","windowed"]},
                   "auto.balanced":{"parameters":{},"execution":["immediate"]}},
                 "settings":{
                   "discharge_floor":{"value":20,"unit":"percent","min":0,"max":100},
                   "export_limit":{"unit":"watts","min":0},
                   "scheduler_enabled":{"value":false}},
                 "lastAction":null,
                 "currentSchedule":null}
                """));
    }

    @Test
    void aListShowsEverythingButSettings() {
        Reply reply = edge.get("/battery");
        assertThat(reply.at("/data/items/0/id").stringValue()).isEqualTo("device_1");
        assertThat(reply.at("/data/items/0/commands").isObject()).isTrue();
        assertThat(reply.at("/data/items/0/settings").isMissingNode()).isTrue();
        assertThat(reply.at("/data/pagination").toString())
                .isEqualTo("{\"limit\":10,\"offset\":0,\"total\":1,\"hasMore\":false}");
    }

    @Test
    void theNextCursorLeadsToTheNextPage() {
        Page first = new Page(1, 0, Optional.empty());
        var original = edge.features.devices;
        edge.features.devices =
                () -> new Slice<>(List.of(FakeFeatures.battery()), first, 10_000, true, true, Optional.of("device_1"));
        try {
            Reply reply = edge.get("/battery?limit=1");
            assertThat(reply.at("/data/pagination").propertyNames())
                    .containsExactly("limit", "offset", "total", "hasMore", "nextCursor", "totalIsLowerBound");
            assertThat(reply.at("/data/pagination/totalIsLowerBound").booleanValue())
                    .isTrue();
            String cursor = reply.at("/data/pagination/nextCursor").stringValue();
            assertThat(cursor).doesNotContain("device");
            assertThat(edge.get("/battery?cursor=" + cursor).status()).isEqualTo(200);
            assertThat(edge.lastAsked().argument(Page.class)).isEqualTo(new Page(10, 0, Optional.of("device_1")));
        } finally {
            edge.features.devices = original;
        }
    }

    @Test
    void anAcceptedPushMirrorsItsParametersToTheDigit() {
        Reply reply = edge.post("/battery/device_1", """
                {"action":{"command":"charge","parameters":{
                  "power":{"value":5.50,"unit":"kw"},"target":{"value":30,"unit":"percent"},
                  "reserve":{"value":1e2,"unit":"percent"}}}}
                """);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.response().body()).contains("""
                        "data":{"id":"act_1","deviceId":"device_1","deviceType":"battery","command":"charge",\
                        "parameters":{"power":{"value":5.50,"unit":"kw"},"target":{"value":30,"unit":"percent"},\
                        "reserve":{"value":100,"unit":"percent"}},"state":"acknowledged",\
                        "createdAt":"2026-06-02T12:00:00.000Z","start":null,"end":null,\
                        "links":{"self":"/actions/act_1"}}""");
    }

    @Test
    void anActionHasEveryKeyWhateverItsState() {
        assertThat(edge.get("/actions/act_1").at("/data").toString()).isEqualTo("""
                        {"id":"act_1","deviceId":"device_1","deviceType":"battery","command":"charge",\
                        "parameters":null,"state":"acknowledged","createdAt":"2026-06-02T12:00:00.000Z",\
                        "start":null,"end":null,"result":null,"errorCode":null,"errorMessage":null,\
                        "updatedAt":"2026-06-02T12:00:00.001Z","acknowledgedAt":null,"completedAt":null,\
                        "verification":null,"scheduleId":null,"links":{"self":"/actions/act_1"}}""");
    }

    @Test
    void theFiltersOfActionsArrive() {
        edge.get("/actions?userId=a%40b.c&deviceType=ev_charger&state=failed&deviceId=device_9&limit=50&offset=10000");
        ActionFilter filter = edge.lastAsked().argument(ActionFilter.class);
        assertThat(filter.user()).contains("a@b.c");
        assertThat(filter.family()).contains(Family.EV_CHARGER);
        assertThat(filter.state()).contains(ActionState.FAILED);
        assertThat(filter.device().orElseThrow().value()).isEqualTo("device_9");
        assertThat(edge.lastAsked().argument(Page.class)).isEqualTo(new Page(50, 10_000, Optional.empty()));
    }

    @Test
    void expediteArrives() {
        edge.get("/battery/device_1?expedite=true");
        assertThat(edge.lastAsked().argument(Boolean.class)).isTrue();
        edge.get("/battery/device_1?expedite=false");
        assertThat(edge.lastAsked().argument(Boolean.class)).isFalse();
    }
}
