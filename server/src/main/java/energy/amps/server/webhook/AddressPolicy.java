package energy.amps.server.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses a customer may have this server speak to: all of the public internet, and what the operator allows. What
 * hides an IPv4 address in an IPv6 one (mapped, NAT64, 6to4, Teredo) is refused whole.
 *
 * @param allowed the operator's ranges
 */
public record AddressPolicy(List<Cidr> allowed) {

    /** This machine itself, for trying things out. */
    public static final List<Cidr> LOOPBACK = List.of(Cidr.of("127.0.0.0/8"), Cidr.of("::1/128"));

    /** A range and the word for it; earlier ones first, because some lie within later ones. */
    private record Refused(Cidr range, String reason) {
        static Refused of(String range, String reason) {
            return new Refused(Cidr.of(range), reason);
        }
    }

    private static final List<Refused> REFUSED = List.of(
            Refused.of("169.254.169.254/32", "metadata"),
            Refused.of("100.100.100.200/32", "metadata"),
            Refused.of("192.0.0.192/32", "metadata"),
            Refused.of("168.63.129.16/32", "metadata"),
            Refused.of("fd00:ec2::254/128", "metadata"),
            Refused.of("fd20:ce::254/128", "metadata"),
            Refused.of("0.0.0.0/8", "unspecified"),
            Refused.of("10.0.0.0/8", "private"),
            Refused.of("100.64.0.0/10", "shared"),
            Refused.of("127.0.0.0/8", "loopback"),
            Refused.of("169.254.0.0/16", "link_local"),
            Refused.of("172.16.0.0/12", "private"),
            Refused.of("192.0.0.0/24", "reserved"),
            Refused.of("192.0.2.0/24", "reserved"),
            Refused.of("192.88.99.0/24", "reserved"),
            Refused.of("192.168.0.0/16", "private"),
            Refused.of("198.18.0.0/15", "reserved"),
            Refused.of("198.51.100.0/24", "reserved"),
            Refused.of("203.0.113.0/24", "reserved"),
            Refused.of("224.0.0.0/4", "multicast"),
            Refused.of("240.0.0.0/4", "reserved"),
            Refused.of("::/128", "unspecified"),
            Refused.of("::1/128", "loopback"),
            Refused.of("::/96", "embedded_ipv4"),
            Refused.of("64:ff9b::/96", "embedded_ipv4"),
            Refused.of("64:ff9b:1::/48", "embedded_ipv4"),
            Refused.of("2002::/16", "embedded_ipv4"),
            Refused.of("2001::/32", "embedded_ipv4"),
            Refused.of("100::/64", "reserved"),
            Refused.of("2001:db8::/32", "reserved"),
            Refused.of("3fff::/20", "reserved"),
            Refused.of("5f00::/16", "reserved"),
            Refused.of("fc00::/7", "unique_local"),
            Refused.of("fe80::/10", "link_local"),
            Refused.of("fec0::/10", "site_local"),
            Refused.of("ff00::/8", "multicast"));

    /** Copies the ranges. */
    public AddressPolicy {
        allowed = List.copyOf(allowed);
    }

    /** Why an address is refused; empty when it is not. IPv4-mapped addresses are IPv4 addresses to Java, and judged as such. */
    public Optional<String> refusal(InetAddress address) {
        if (allowed.stream().anyMatch(range -> range.contains(address))) {
            return Optional.empty();
        }
        return REFUSED.stream()
                .filter(refused -> refused.range().contains(address))
                .map(Refused::reason)
                .findFirst();
    }
}
