package energy.amps.connector.sunspec;

import static org.awaitility.Awaitility.await;

import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.procimg.IllegalAddressException;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.stream.IntStream;

/** A plant behind the Modbus server of a library that the connector does not use. */
final class J2modServer implements AutoCloseable {
    private static final int THREADS = 8;

    private final ModbusSlave slave;
    private final int port;

    J2modServer(SimulatedPlant plant) {
        try {
            port = freePort();
            slave = ModbusSlaveFactory.createTCPSlave(InetAddress.getLoopbackAddress(), port, THREADS, false);
            slave.addProcessImage(1, new Image(plant));
            slave.open();
            // It opens its door on a thread of its own.
            awaitDoor(port, true);
        } catch (ModbusException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until a port takes connections, or takes none any more. */
    static void awaitDoor(int port, boolean open) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> isListening(port) == open);
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        ModbusSlaveFactory.close(slave);
        awaitDoor(port, false);
    }

    /** The registers of a plant, as the library asks for them. */
    private static final class Image extends SimpleProcessImage {
        private final SimulatedPlant plant;

        Image(SimulatedPlant plant) {
            super(1);
            this.plant = plant;
        }

        @Override
        public Register[] getRegisterRange(int address, int count) throws IllegalAddressException {
            boolean refused = count == 1 && plant.refuses(address);
            if (refused || !IntStream.range(address, address + count).allMatch(plant::has)) {
                throw new IllegalAddressException();
            }
            Request request = new Request(plant, address, new int[count]);
            return IntStream.range(0, count).mapToObj(i -> new Word(request, i)).toArray(Register[]::new);
        }

        @Override
        public Register getRegister(int address) throws IllegalAddressException {
            return getRegisterRange(address, 1)[0];
        }

        @Override
        public int getRegisterCount() {
            return Modbus.MAX_TRANSACTION_ID;
        }
    }

    /** The registers of one request; a write is one when its last register has come. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and belongs to one request
    private record Request(SimulatedPlant plant, int address, int[] words) {
        int word(int index) {
            return plant.get(address + index);
        }

        void set(int index, int value) {
            words[index] = value & 0xFFFF;
            if (index == words.length - 1) {
                plant.written(address, words);
            }
        }
    }

    private static final class Word extends SimpleRegister {
        private final Request request;
        private final int index;

        Word(Request request, int index) {
            super((byte) (request.word(index) >> 8), (byte) request.word(index));
            this.request = request;
            this.index = index;
        }

        @Override
        public synchronized void setValue(int value) {
            request.set(index, value);
        }

        @Override
        public synchronized void setValue(short value) {
            request.set(index, value);
        }

        @Override
        public synchronized void setValue(byte[] bytes) {
            request.set(index, ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF));
        }
    }
}
