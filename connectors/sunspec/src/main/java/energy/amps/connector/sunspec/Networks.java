package energy.amps.connector.sunspec;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The addresses that the operator lets this connector talk to. Whoever may link an account may name any host: without this, the
 * platform would knock on every door of the network it stands in. A name is judged by what it resolves to, at each call, and the
 * connection goes to the very address that was judged.
 */
final class Networks {

    static final String SETTING = "AMPS_SUNSPEC_ALLOW";

    /** How many addresses of one name are looked at. */
    static final int ADDRESSES_MOST = 16;

    private final List<Range> ranges;

    private Networks(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /** Those that {@value #SETTING} names; none where it is not set. */
    static Networks from(Function<String, Optional<String>> settings) {
        String text = settings.apply(SETTING).map(String::strip).orElse("");
        List<Range> ranges = new ArrayList<>();
        for (String part : text.isEmpty() ? List.<String>of() : List.of(text.split("\\s*,\\s*", -1))) {
            ranges.add(Range.of(part)
                    .orElseThrow(() -> new IllegalArgumentException(
                            SETTING + " must be ranges such as 192.168.1.0/24, separated by commas; this is none: '"
                                    + part + "'")));
        }
        return new Networks(ranges);
    }

    /**
     * The address to connect to for a host.
     *
     * @throws ModbusException when the name has no address, or none that is allowed
     */
    InetAddress admit(String host) throws ModbusException {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new ModbusException(ModbusException.Kind.UNREACHABLE, e);
        }
        return Arrays.stream(found)
                .limit(ADDRESSES_MOST)
                .filter(this::allows)
                .findFirst()
                .orElseThrow(() -> new ModbusException(ModbusException.Kind.NOT_ALLOWED));
    }

    /** Whether one device may stand at it: a wildcard or a group of hosts is nobody's address. */
    private boolean allows(InetAddress address) {
        return !address.isAnyLocalAddress()
                && !address.isMulticastAddress()
                && ranges.stream().anyMatch(range -> range.contains(address));
    }

    private record Range(InetAddress first, int bits) {

        static Optional<Range> of(String text) {
            int slash = text.indexOf('/');
            try {
                InetAddress first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
                int most = first.getAddress().length * Byte.SIZE;
                int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
                return bits >= 0 && bits <= most ? Optional.of(new Range(first, bits)) : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        boolean contains(InetAddress address) {
            byte[] mine = first.getAddress();
            byte[] other = address.getAddress();
            if (mine.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if (((mine[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
