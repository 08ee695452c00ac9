package energy.amps.server.http;

import energy.amps.server.station.Admission;
import energy.amps.server.station.Conversation;
import energy.amps.server.station.Wire;
import io.helidon.common.buffers.BufferData;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One device's WebSocket, as Helidon tells of it. Read by its connection's thread, written by any. */
final class StationSocket implements WsListener {
    /** Longest text of a device, over all the frames it may come in; and longest frame. */
    static final int MESSAGE_BYTES = 65_536;

    private static final int PROTOCOL_ERROR = 1002;
    private static final int NOT_ACCEPTED = 1003;
    private static final int TOO_BIG = 1009;

    private static final Logger LOG = LoggerFactory.getLogger(StationSocket.class);

    private final Admission admission;
    private final boolean spoken;
    private final StringBuilder text = new StringBuilder();
    private Optional<Conversation> conversation = Optional.empty();

    /** @param spoken whether there is a sub-protocol that both sides know */
    StationSocket(Admission admission, boolean spoken) {
        this.admission = admission;
        this.spoken = spoken;
    }

    @Override
    public void onOpen(WsSession session) {
        if (!spoken) {
            session.close(PROTOCOL_ERROR, "no sub-protocol in common");
            return;
        }
        conversation = Optional.of(admission.begin(new Written(session)));
    }

    @Override
    public void onMessage(WsSession session, String part, boolean last) {
        if (conversation.filter(Conversation::isOver).isPresent()) {
            // It was told that this is the end, and talks on.
            session.terminate();
        }
        if (text.length() + part.length() > MESSAGE_BYTES) {
            session.close(TOO_BIG, "messages have at most " + MESSAGE_BYTES + " bytes");
            text.setLength(0);
            ended();
            return;
        }
        text.append(part);
        if (last) {
            String whole = text.toString();
            text.setLength(0);
            conversation.ifPresent(c -> c.received(whole));
        }
    }

    @Override
    public void onMessage(WsSession session, BufferData buffer, boolean last) {
        session.close(NOT_ACCEPTED, "texts only");
        ended();
    }

    @Override
    public void onPing(WsSession session, BufferData buffer) {
        session.pong(buffer);
    }

    @Override
    public void onClose(WsSession session, int status, String reason) {
        ended();
    }

    @Override
    public void onError(WsSession session, Throwable t) {
        LOG.atWarn().setCause(t).log("A device's socket failed");
        ended();
    }

    /** However it ended. */
    void ended() {
        conversation.ifPresent(Conversation::closed);
    }

    /** The way out: one writer at a time, as a frame must not fall into another. */
    private static final class Written implements Wire {
        private final WsSession session;
        private final ReentrantLock turn = new ReentrantLock();

        private Written(WsSession session) {
            this.session = session;
        }

        private void write(Runnable frame) {
            turn.lock();
            try {
                frame.run();
            } catch (RuntimeException e) {
                // The reading side finds out as well, and ends the conversation.
                LOG.atDebug().setCause(e).log("A frame for a device was not sent");
            } finally {
                turn.unlock();
            }
        }

        @Override
        public void send(String whole) {
            write(() -> session.send(whole, true));
        }

        @Override
        public void ping() {
            write(() -> session.ping(BufferData.empty()));
        }

        @Override
        public void close(int code, String reason) {
            write(() -> session.close(code, reason));
        }
    }
}
