package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;

/** The body of one request, read once and never beyond its limit. */
final class RequestBody {

    private static final byte[] NOTHING = {};

    private final ServerRequest request;
    private final ServerRequestHeaders headers;
    private boolean consumed;
    private boolean givenUp;

    RequestBody(ServerRequest request) {
        this.request = request;
        this.headers = request.headers();
        this.consumed = !isAnnounced();
    }

    /** All of it, empty when there is none; 413, or 400 when it breaks off or is badly chunked. */
    Checked<byte[]> read() {
        if (consumed) {
            return new Checked.Passed<>(NOTHING);
        }
        givenUp = true;
        if (announcedLength() > HttpLimits.BODY_BYTES) {
            return tooLarge();
        }
        try {
            // Not closed: closing reads to the end, which is the connection's to decide.
            byte[] bytes = request.content().inputStream().readNBytes(HttpLimits.BODY_BYTES + 1);
            if (bytes.length > HttpLimits.BODY_BYTES) {
                return tooLarge();
            }
            consumed = true;
            return new Checked.Passed<>(bytes);
        } catch (IOException e) {
            throw new CloseConnectionException("The client is gone", e);
        } catch (CloseConnectionException clientIsGone) {
            throw clientIsGone;
        } catch (RuntimeException e) {
            // Nothing runs in there but Helidon's reading of lengths and chunks, which throws all kinds of things at
            // bad ones.
            return e instanceof RequestException r && r.status().code() == 413 ? tooLarge() : broken();
        }
    }

    /** Whether it is JSON as far as its headers say; asked only when there is a body. */
    boolean isJson() {
        return headers.first(HeaderNames.CONTENT_TYPE)
                        .filter(MediaTypes::isJson)
                        .isPresent()
                && headers.values(HeaderNames.CONTENT_ENCODING).stream().allMatch(MediaTypes::isPlain);
    }

    /**
     * Whether the connection can serve another request: the body has been read, or is small enough to be skipped. One that
     * waits for {@code 100 Continue} may come or not, so nobody knows where the next request begins.
     */
    boolean leavesConnectionUsable() {
        return consumed
                || (!givenUp
                        && announcedLength() >= 0
                        && announcedLength() <= HttpLimits.BODY_BYTES
                        && !headers.contains(HeaderNames.EXPECT));
    }

    private boolean isAnnounced() {
        return headers.contains(HeaderNames.TRANSFER_ENCODING) || announcedLength() > 0;
    }

    private long announcedLength() {
        return headers.contentLength().orElse(-1);
    }

    private Checked<byte[]> broken() {
        String message = ClientConnection.CURRENT.isBound()
                ? ClientConnection.CURRENT.get().complaint().orElse("The body's chunks are malformed.")
                : "The body is malformed.";
        return new Checked.Refused<>(Refusal.of(ErrorCode.VALIDATION_ERROR, message));
    }

    private static Checked<byte[]> tooLarge() {
        return new Checked.Refused<>(Refusal.of(
                ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than " + HttpLimits.BODY_BYTES + " bytes."));
    }
}
