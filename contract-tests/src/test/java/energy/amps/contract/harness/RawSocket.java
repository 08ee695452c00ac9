package energy.amps.contract.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;

/** Bytes straight to the server, past any client that would refuse to send them. */
public final class RawSocket {
    private static final int PATIENCE_MS = 20_000;

    private RawSocket() {}

    /** Sends bytes, ends the sending side, and gives everything that comes back until the server closes. */
    public static String exchange(byte[] bytes) throws IOException {
        URI url = Target.current().url();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort() < 0 ? 80 : url.getPort()), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(readToEnd(socket.getInputStream()), UTF_8);
        }
    }

    /** The same for text, one byte per character. */
    public static String exchange(String text) throws IOException {
        return exchange(text.getBytes(ISO_8859_1));
    }

    /** A server may reset the connection once it has answered bytes that it will not read: what came first counts. */
    private static byte[] readToEnd(InputStream in) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                received.write(buffer, 0, read);
            }
        } catch (SocketException | SocketTimeoutException end) {
            if (received.size() == 0) {
                throw end;
            }
        }
        return received.toByteArray();
    }
}
