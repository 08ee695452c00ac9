package energy.amps.server.http.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A secret is shown once: what is kept for a repetition has null in its place, and the rest as it was. */
class SecretsTest {
    private static final Content ENDPOINT = out -> {
        out.writeStartObject();
        out.writeStringProperty("id", "ep_1");
        Values.secret(out, "secret", "whsec_abc");
        out.writeEndObject();
    };

    @Test
    void firstAnswerShowsIt() {
        byte[] answer = Envelope.success(ENDPOINT, new Envelope.Meta("req_1", Instant.EPOCH, 1), Optional.empty());
        assertThat(new String(answer, UTF_8)).contains("{\"id\":\"ep_1\",\"secret\":\"whsec_abc\"}");
    }

    @Test
    void keptAnswerDoesNot() {
        assertThat(Envelope.kept(ENDPOINT)).isEqualTo("{\"id\":\"ep_1\",\"secret\":null}");
    }
}
