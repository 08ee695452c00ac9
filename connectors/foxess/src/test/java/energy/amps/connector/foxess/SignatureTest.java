package energy.amps.connector.foxess;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.standin.foxess.Errno;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The vendor signs with four characters where one reads a line break, and refuses everything else. */
class SignatureTest {
    private static final String PATH = "/op/v0/user/getAccessCount";

    private final Rig rig = Rig.hybrid();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void partsAreJoinedByFourCharacters() throws NoSuchAlgorithmException {
        byte[] text = "/op/v0/device/list\\r\\nkey\\r\\n1780401600000".getBytes(StandardCharsets.US_ASCII);
        assertThat(text).hasSize(18 + 4 + 3 + 4 + 13);
        assertThat(Session.signature("/op/v0/device/list", "key", "1780401600000"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("MD5").digest(text)))
                .hasSize(32);
    }

    @Test
    void standInTakesOurs() throws Exception {
        assertThat(errno(signature("\\r\\n"), "Amps")).isZero();
    }

    @Test
    void standInRefusesARealLineBreak() throws Exception {
        assertThat(errno(signature("\r\n"), "Amps")).isEqualTo(Errno.BAD_HEADERS);
    }

    @Test
    void standInTurnsLibrariesAway() throws Exception {
        assertThat(send(signature("\\r\\n"), "Java-http-client/25").statusCode())
                .isEqualTo(403);
    }

    private int errno(String signature, String agent) throws Exception {
        String body = send(signature, agent).body();
        return Integer.parseInt(body.replaceFirst("(?s)\\{\"errno\":(\\d+).*", "$1"));
    }

    private HttpResponse<String> send(String signature, String agent) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(rig.cloud.url().resolve(PATH))
                            .header("User-Agent", agent)
                            .header("token", Rig.KEY)
                            .header("timestamp", timestamp())
                            .header("signature", signature)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private String signature(String between) throws NoSuchAlgorithmException {
        String text = PATH + between + Rig.KEY + between + timestamp();
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String timestamp() {
        return String.valueOf(rig.clock.instant().toEpochMilli());
    }
}
