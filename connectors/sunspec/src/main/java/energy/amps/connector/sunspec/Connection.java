package energy.amps.connector.sunspec;

import energy.amps.connector.sunspec.ModbusException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * One connection to one unit: holding registers are read (function 3) and written (function 16), one request at a time, and
 * nothing is ever sent twice (Modbus Messaging on TCP/IP 1.0b). All of it ends by a deadline, however slowly bytes drip. Belongs
 * to one thread. After anything but an exception code from the device it is of no more use: an answer that comes late must not
 * be taken for another's.
 */
final class Connection implements AutoCloseable {

    /** The most registers that one request reads. */
    static final int READ_MOST = 125;

    /** The most registers that one request writes. */
    static final int WRITE_MOST = 123;

    static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    private static final int READ = 3;
    private static final int WRITE = 16;
    private static final int EXCEPTION = 0x80;
    private static final int HEADER = 7;
    private static final int PDU_MOST = 253;

    private final Socket socket;
    private final int unit;
    private final long deadlineNanos;
    private final Duration answerLimit;
    private int transaction;

    private Connection(Socket socket, int unit, long deadlineNanos, Duration answerLimit) {
        this.socket = socket;
        this.unit = unit;
        this.deadlineNanos = deadlineNanos;
        this.answerLimit = answerLimit;
    }

    /** Connects; all that is said over it has to be said within {@code limit} from now, and each answer within its own. */
    static Connection open(InetAddress host, Address address, Duration limit, Duration answerLimit)
            throws ModbusException {
        long deadline = System.nanoTime() + limit.toNanos();
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, address.port()), (int) CONNECT_LIMIT.toMillis());
            return new Connection(socket, address.unit(), deadline, answerLimit);
        } catch (SocketTimeoutException e) {
            close(socket);
            throw new ModbusException(Kind.UNREACHABLE, e);
        } catch (ConnectException e) {
            close(socket);
            throw new ModbusException(Kind.SHUT, e);
        } catch (IOException e) {
            // No route: nobody is there to answer.
            close(socket);
            throw new ModbusException(Kind.UNREACHABLE, e);
        }
    }

    /** Reads so many registers, in as many requests as that takes; each comes as an unsigned number. */
    int[] read(int address, int count) throws ModbusException {
        int[] words = new int[count];
        for (int from = 0; from < count; from += READ_MOST) {
            int some = Math.min(READ_MOST, count - from);
            byte[] answer = ask(READ, new int[] {address + from, some});
            if (answer.length != 2 + 2 * some || (answer[1] & 0xFF) != 2 * some) {
                throw new ModbusException(Kind.GARBAGE);
            }
            for (int i = 0; i < some; i++) {
                words[from + i] = word(answer, 2 + 2 * i);
            }
        }
        return words;
    }

    /** Writes registers that follow one another, in one request. */
    void write(int address, int... words) throws ModbusException {
        if (words.length < 1 || words.length > WRITE_MOST) {
            throw new IllegalArgumentException("so many registers are not written at once: " + words.length);
        }
        byte[] answer = ask(WRITE, new int[] {address, words.length}, words);
        if (answer.length != 5 || word(answer, 1) != address || word(answer, 3) != words.length) {
            throw new ModbusException(Kind.GARBAGE);
        }
    }

    private byte[] ask(int function, int[] range, int... words) throws ModbusException {
        transaction = (transaction + 1) & 0xFFFF;
        long now = System.nanoTime();
        if (deadlineNanos - now <= 0) {
            throw new ModbusException(Kind.SILENT);
        }
        long limit = now + Math.min(deadlineNanos - now, answerLimit.toNanos());
        try {
            socket.getOutputStream().write(request(function, range, words));
            byte[] header = receive(HEADER, limit);
            int length = word(header, 4) - 1;
            if (word(header, 0) != transaction || word(header, 2) != 0 || length < 2 || length > PDU_MOST) {
                throw new ModbusException(Kind.GARBAGE);
            }
            byte[] pdu = receive(length, limit);
            int answered = pdu[0] & 0xFF;
            if (answered == (function | EXCEPTION)) {
                throw ModbusException.answered(pdu[1] & 0xFF);
            }
            if (answered != function) {
                throw new ModbusException(Kind.GARBAGE);
            }
            return pdu;
        } catch (SocketTimeoutException e) {
            throw new ModbusException(Kind.SILENT, e);
        } catch (IOException e) {
            throw new ModbusException(Kind.BROKEN, e);
        }
    }

    private byte[] request(int function, int[] range, int[] words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            int data = function == WRITE ? 1 + 2 * words.length : 0;
            out.writeShort(transaction);
            out.writeShort(0);
            out.writeShort(6 + data);
            out.writeByte(unit);
            out.writeByte(function);
            out.writeShort(range[0]);
            out.writeShort(range[1]);
            if (function == WRITE) {
                out.writeByte(2 * words.length);
                for (int word : words) {
                    out.writeShort(word);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** So many bytes, all of them, by the limit. */
    private byte[] receive(int count, long limitNanos) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[count];
        int have = 0;
        while (have < count) {
            long left = Duration.ofNanos(limitNanos - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new SocketTimeoutException("too slow");
            }
            socket.setSoTimeout((int) left);
            int some = in.read(bytes, have, count - have);
            if (some < 0) {
                throw new IOException("ended after " + have + " of " + count + " bytes");
            }
            have += some;
        }
        return bytes;
    }

    private static int word(byte[] bytes, int at) {
        return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    }

    @Override
    public void close() {
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
