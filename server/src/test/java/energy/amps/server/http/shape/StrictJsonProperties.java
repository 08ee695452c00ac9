package energy.amps.server.http.shape;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.Checked;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import tools.jackson.databind.json.JsonMapper;

/** No bytes make the reading of a request throw, and none get through half-understood. */
class StrictJsonProperties {

    private static final String PUSH = """
            {"action":{"command":"charge","start":"30m","parameters":{"target":{"value":30.5,"unit":"percent"}}},\
            "onConflict":"queue_after","sandbox":{"delay":"PT1S","revert":{"error":"TIMEOUT","times":2}}}""";

    @Property
    void anyBytesAreAnAnswer(@ForAll @Size(max = 200) byte[] body) {
        assertThat(Bodies.push(body)).isNotNull();
        assertThat(Bodies.settings(body)).isNotNull();
        assertThat(Bodies.nothing(body)).isNotNull();
    }

    @Property
    void aDamagedPushIsAnAnswer(@ForAll("damaged") String body) {
        Checked<Push> checked = Bodies.push(body.getBytes(StandardCharsets.UTF_8));
        if (checked instanceof Checked.Passed) {
            assertThat(JsonMapper.shared().readTree(body).isObject()).isTrue();
        }
    }

    /** The push with one character replaced, removed or doubled. */
    @Provide
    Arbitrary<String> damaged() {
        Arbitrary<Integer> at = Arbitraries.integers().between(0, PUSH.length() - 1);
        Arbitrary<String> with = Arbitraries.of(
                        "", "\"", "{", "}", "[", ":", ",", "0", "e", "-", "\\", "\u0000", "\uFFFD", "null")
                .injectDuplicates(0.1);
        return at.flatMap(i -> with.map(w -> PUSH.substring(0, i) + w + PUSH.substring(i + 1)));
    }

    @Property
    void aPointerFindsItsKeyAgain(@ForAll @StringLength(max = 20) String key) {
        String unescaped = StrictJson.escaped(key).replace("~1", "/").replace("~0", "~");
        assertThat(unescaped).isEqualTo(key);
        assertThat(StrictJson.escaped(key)).doesNotContain("/");
    }

    @Property
    void aQueryIsAnAnswerWhateverItHolds(@ForAll @StringLength(max = 60) String raw) {
        Set<String> known = new HashSet<>(Set.of("limit", "offset", "cursor"));
        Query query = Query.of(raw, known);
        query.page("device_");
        assertThat(query.<Boolean>then(() -> new Checked.Passed<>(true))).isNotNull();
    }

    @Property
    void aStorableTextSurvivesUtf8(@ForAll @StringLength(max = 40) String text) {
        boolean survives = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text)
                && text.indexOf(0) < 0;
        assertThat(Optional.of(text).filter(Texts::storable).isPresent()).isEqualTo(survives);
    }
}
