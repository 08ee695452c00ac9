package energy.amps.server.http.shape;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.Checked;
import energy.amps.fault.Refusal;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Page;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract section 2, <i>Lists</i>, and its strictness with query parameters. */
class QueryTest {

    private static final Set<String> KNOWN = Set.of("limit", "offset", "cursor", "userId", "state", "expedite");

    private static Checked<Page> page(String raw) {
        Query query = Query.of(raw, KNOWN);
        Page page = query.page("device_");
        query.flag("expedite");
        query.word("state", ActionState::of, List.of("scheduled", "failed"));
        return query.then(() -> new Checked.Passed<>(page));
    }

    private static Refusal refusal(String raw) {
        Checked<Page> checked = page(raw);
        assertThat(checked).as(raw).isInstanceOf(Checked.Refused.class);
        return ((Checked.Refused<Page>) checked).refusal();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                       | 10 | 0",
                "limit=1                  | 1  | 0",
                "limit=50&offset=10000    | 50 | 10000",
                "&&offset=7&              | 10 | 7",
                "userId=a%40b.c&lim%69t=5 | 5  | 0"
            })
    void goodParametersMakeAPage(String raw, int limit, int offset) {
        assertThat(page(raw)).isEqualTo(new Checked.Passed<>(new Page(limit, offset, Optional.empty())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=51",
                "limit=",
                "limit",
                "limit=ten",
                "limit=1.0",
                "limit=%2B1",
                "limit=-1",
                "limit=1&limit=2",
                "limit=99999999999",
                "offset=-1",
                "offset=10001",
                "Limit=1",
                "unknown=1",
                "expedite=1",
                "expedite=TRUE",
                "state=Scheduled",
                "state=",
                "userId=%00",
                "userId=%zz",
                "userId=%c3",
                "userId=%",
                "userId=a%0ab",
                "cursor=%21",
                "cursor=abc",
                "=1",
                "%ff=1"
            })
    void everythingElseIsRefused(String raw) {
        Refusal refusal = refusal(raw);
        assertThat(refusal.details()).containsKey("errors");
        assertThat(refusal.details().get("errors").toString()).contains("pointer=?");
    }

    @Test
    void aParameterIsPointedAtByItsName() {
        assertThat(refusal("limit=0&nope=1").details().get("errors").toString())
                .contains("pointer=?nope", "pointer=?limit");
    }

    @Test
    void farOffsetsAreSentToTheCursor() {
        assertThat(refusal("offset=10001").message()).contains("cursor");
    }

    @Test
    void aCursorNamesTheItemBeforeThePage() {
        String cursor = Query.Cursor.of("device_01ABC");
        assertThat(page("cursor=" + cursor))
                .isEqualTo(new Checked.Passed<>(new Page(10, 0, Optional.of("device_01ABC"))));
        assertThat(refusal("cursor=" + cursor + "&offset=0").message()).contains("offset");
    }

    @Test
    void aCursorOfAnotherListIsRefused() {
        assertThat(refusal("cursor=" + Query.Cursor.of("act_1")).message()).contains("?cursor");
        assertThat(refusal("cursor=" + Query.Cursor.of("device_")).message()).contains("?cursor");
        assertThat(refusal("cursor=" + Query.Cursor.of("device_\u0000")).message())
                .contains("?cursor");
    }

    @Test
    void wordsAreListedInTheMessage() {
        assertThat(refusal("state=gone").message()).contains("scheduled, failed");
    }

    @Test
    void longValuesAreRefused() {
        assertThat(page("userId=" + "u".repeat(Query.MAX_VALUE))).isInstanceOf(Checked.Passed.class);
        refusal("userId=" + "u".repeat(Query.MAX_VALUE + 1));
    }
}
