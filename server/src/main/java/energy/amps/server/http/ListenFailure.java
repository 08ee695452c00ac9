package energy.amps.server.http;

import java.net.InetSocketAddress;

/** A listener cannot be opened: its port is taken, or its address is not this machine's. */
public final class ListenFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient InetSocketAddress address;

    ListenFailure(String listener, InetSocketAddress address, Throwable cause) {
        super(
                "Cannot listen on " + address.getHostString() + ":" + address.getPort() + " for the " + listener + ": "
                        + cause.getMessage(),
                cause);
        this.address = address;
    }

    /** Where it was to listen. */
    public InetSocketAddress address() {
        return address;
    }
}
