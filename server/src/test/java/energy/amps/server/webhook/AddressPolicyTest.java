package energy.amps.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses customers may have the server speak to. */
class AddressPolicyTest {
    private static final AddressPolicy STRICT = new AddressPolicy(List.of());

    /** The last address of a range, and the first one behind it. */
    @ParameterizedTest
    @CsvSource({
        "0.255.255.255, unspecified, 1.0.0.0",
        "10.255.255.255, private, 11.0.0.0",
        "100.127.255.255, shared, 100.128.0.0",
        "127.255.255.255, loopback, 128.0.0.0",
        "169.254.255.255, link_local, 169.255.0.0",
        "169.254.169.254, metadata, 169.255.0.0",
        "172.31.255.255, private, 172.32.0.0",
        "192.168.255.255, private, 192.169.0.0",
        "239.255.255.255, multicast, 223.255.255.255",
        "255.255.255.255, reserved, 8.8.8.8",
        "::1, loopback, 2606:4700::1111",
        "::ffff:10.0.0.1, private, ::ffff:8.8.8.8",
        "64:ff9b::a00:1, embedded_ipv4, 64:ff9c::1",
        "2002:a00:1::, embedded_ipv4, 2003::1",
        "fdff::1, unique_local, 2a00::1",
        "febf::1, link_local, 2a00::1",
        "ff02::1, multicast, 2a00::1"
    })
    void rangesEndWhereTheyEnd(String refused, String reason, String allowed) {
        assertThat(STRICT.refusal(InetAddress.ofLiteral(refused))).contains(reason);
        assertThat(STRICT.refusal(InetAddress.ofLiteral(allowed))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10.1.0.0/16, 10.1.2.3, 10.2.0.0", "fd00::/8, fd12::1, fe80::1", "127.0.0.1, 127.0.0.1, 127.0.0.2"})
    void operatorAllowsARangeAndNoMore(String range, String inside, String outside) {
        AddressPolicy policy = new AddressPolicy(List.of(Cidr.of(range)));
        assertThat(policy.refusal(InetAddress.ofLiteral(inside))).isEmpty();
        assertThat(policy.refusal(InetAddress.ofLiteral(outside))).isPresent();
    }
}
