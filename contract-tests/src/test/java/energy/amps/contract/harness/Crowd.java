package energy.amps.contract.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Many connections to the server that are opened, say what they are told to, and read nothing. Belongs to one thread. */
public final class Crowd implements AutoCloseable {
    /** For everything else that this process has open, and the server's likewise. */
    private static final int RESERVE = 600;

    private static final int RECEIVE_BYTES = 4096;

    private final List<SocketChannel> members = new ArrayList<>();

    private Crowd() {}

    /** How many connections this machine lets one process have; server and client each need as many. */
    public static int possible() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? (int) Math.min(
                        Integer.MAX_VALUE,
                        system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - RESERVE)
                : 0;
    }

    /** Opens {@code size} connections; each sends {@code text}, one byte per character. */
    public static Crowd of(int size, String text) throws IOException {
        URI url = Target.current().url();
        InetSocketAddress server = new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort());
        Crowd crowd = new Crowd();
        try {
            for (int i = 0; i < size; i++) {
                SocketChannel member = SocketChannel.open();
                crowd.members.add(member);
                member.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
                member.connect(server);
                member.configureBlocking(false);
            }
            crowd.say(text);
            return crowd;
        } catch (IOException e) {
            crowd.close();
            throw e;
        }
    }

    /** Each sends some more, as far as the server takes it; whom the server has left says nothing. */
    public void say(String text) {
        members.forEach(member -> say(member, ByteBuffer.wrap(text.getBytes(ISO_8859_1))));
    }

    private static void say(SocketChannel member, ByteBuffer bytes) {
        try {
            member.write(bytes);
        } catch (IOException left) {
            // That is what a server is expected to do with some of these; open() counts them.
            bytes.clear();
        }
    }

    /** How many there were at the beginning. */
    public int size() {
        return members.size();
    }

    /** How many the server has not ended, as far as can be told without reading what it said. */
    public int open() throws IOException {
        int open = 0;
        ByteBuffer one = ByteBuffer.allocate(1);
        for (SocketChannel member : members) {
            one.clear();
            open += member.read(one) >= 0 ? 1 : 0;
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel member : members) {
            member.close();
        }
    }
}
