package energy.amps.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.history.HistoryRequest;
import energy.amps.server.history.Resolution;
import energy.amps.server.http.RunningEdge.Reply;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A history on the wire. */
class HistoryTest {
    private static final String PATH = "/battery/" + FakeFeatures.DEVICE + "/history";
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
    void jsonHasTheSameNumbersAsTheTable() {
        Reply reply = edge.get(PATH);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/data/items").toString())
                .isEqualTo(
                        "[{\"start\":\"2026-06-02T12:00:00.000Z\",\"end\":\"2026-06-02T13:00:00.000Z\","
                                + "\"state\":{\"level\":46.3,\"chargeRate\":0},\"energyIn\":0,\"energyOut\":0.0015},"
                                + "{\"start\":\"2026-06-02T13:00:00.000Z\",\"end\":\"2026-06-02T13:01:00.000Z\",\"state\":{}}]");
        assertThat(reply.at("/data/from").stringValue()).isEqualTo("2026-06-02T12:00:00.000Z");
        assertThat(reply.at("/data/to").stringValue()).isEqualTo("2026-06-02T13:01:00.000Z");

        HttpResponse<String> table = edge.text(edge.request(PATH).GET().header("Accept", "text/csv"));
        assertThat(table.statusCode()).isEqualTo(200);
        assertThat(table.headers().firstValue("content-type").orElse("")).startsWith("text/csv; charset=utf-8");
        assertThat(table.headers().firstValue("x-request-id").orElse("")).startsWith("req_");
        assertThat(table.body()).isEqualTo("""
                start,end,capacity,level,chargeRate,dischargeLimit,energyIn,energyOut
                2026-06-02T12:00:00.000Z,2026-06-02T13:00:00.000Z,,46.3,0,,0,0.0015
                2026-06-02T13:00:00.000Z,2026-06-02T13:01:00.000Z,,,,,,
                """.replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv | true",
                "TEXT/CSV;header=present | true",
                "text/html, text/csv;q=0.5 | true",
                "application/json;q=0.4, text/csv;q=0.5 | true",
                "text/csv, */* | true",
                "text/csv;q=0 | false",
                "text/csv;q=x | false",
                "application/json, text/csv | false",
                "text/* | false",
                "*/* | false",
                "application/xml | false",
                ";,, | false"
            })
    void csvIsForWhoeverNamesItFirst(String accept, boolean csv) {
        HttpResponse<String> reply = edge.text(edge.request(PATH).header("Accept", accept));
        assertThat(reply.body().startsWith("start,")).isEqualTo(csv);
    }

    @Test
    void refusalIsJsonWhateverWasAskedFor() {
        Reply reply = edge.send(edge.request("/battery/device_other/history").header("Accept", "text/csv"));
        assertThat(reply.code()).isEqualTo("DEVICE_NOT_FOUND");
        assertThat(reply.header("content-type")).startsWith("application/json");
    }

    @Test
    void endsArriveAsInstants() {
        assertThat(edge.get(PATH + "?from=2026-06-01T12:00:00%2B02:00&to=2026-06-01T12:00:00.5Z&resolution=1d")
                        .status())
                .isEqualTo(200);
        assertThat(edge.lastAsked().argument(HistoryRequest.class))
                .isEqualTo(new HistoryRequest(
                        Optional.of(Instant.parse("2026-06-01T10:00:00Z")),
                        Optional.of(Instant.parse("2026-06-01T12:00:00.500Z")),
                        Optional.of(Resolution.DAY)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=yesterday",
                "from=2026-06-01T12:00:00",
                "from=2026-06-01",
                "from=2026-06-01T12:00:00+02:00",
                "to=2026-02-30T00:00:00Z",
                "to=1780315200",
                "resolution=15m",
                "resolution=5M",
                "interval=1h",
                "from="
            })
    void malformedParameterIsRefusedByName(String query) {
        Reply reply = edge.get(PATH + "?" + query);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("VALIDATION_ERROR");
        assertThat(reply.at("/error/details/errors/0/pointer").stringValue())
                .isEqualTo("?" + query.substring(0, query.indexOf('=')));
    }
}
