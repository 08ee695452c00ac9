package energy.amps.server.webhook;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of addresses.
 *
 * @param address its first address
 * @param bits how many leading bits all of them share
 */
public record Cidr(InetAddress address, int bits) {

    /** {@code 10.0.0.0/8}, {@code fd00::/8}, or one address; no names are looked up. */
    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int most = address.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            return bits >= 0 && bits <= most ? Optional.of(new Cidr(address, bits)) : Optional.empty();
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    static Cidr of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** Whether an address lies in it. */
    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] its = other.getAddress();
        if (mine.length != its.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((mine[bit / Byte.SIZE] & mask) != (its[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + bits;
    }
}
