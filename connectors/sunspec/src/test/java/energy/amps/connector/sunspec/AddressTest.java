package energy.amps.connector.sunspec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.amps.connector.sunspec.ModbusException.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands for a key, and where the operator lets it lead (decision 0038). */
class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "modbus-tcp://192.168.1.20:1502/126, modbus-tcp://192.168.1.20:1502/126",
        "modbus-tcp://192.168.1.20, modbus-tcp://192.168.1.20:502/1",
        "MODBUS-TCP://Inverter.lan/3, modbus-tcp://inverter.lan:502/3",
        "modbus-tcp://[fd00::20]:502/1, modbus-tcp://[fd00::20]:502/1",
        "'  modbus-tcp://10.0.0.1:502/  ', modbus-tcp://10.0.0.1:502/1"
    })
    void addressIsReadAndWrittenInFull(String text, String whole) {
        Optional<Address> address = Address.of(text);
        assertThat(address.map(Address::text)).contains(whole);
        assertThat(Address.of(whole)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "192.168.1.20",
                "http://192.168.1.20/1",
                "modbus-tcp:///1",
                "modbus-tcp://user@10.0.0.1/1",
                "modbus-tcp://10.0.0.1/0",
                "modbus-tcp://10.0.0.1/256",
                "modbus-tcp://10.0.0.1/1/2",
                "modbus-tcp://10.0.0.1/x",
                "modbus-tcp://10.0.0.1:0/1",
                "modbus-tcp://10.0.0.1:65536/1",
                "modbus-tcp://10.0.0.1/1?x=1",
                "modbus-tcp://10.0.0.1/1#x",
                "not an address"
            })
    void anythingElseIsNoAddress(String text) {
        assertThat(Address.of(text)).isEmpty();
    }

    private static Networks allowing(String ranges) {
        return Networks.from(name -> Optional.of(ranges));
    }

    @Test
    void nothingIsAllowedThatIsNotNamed() throws ModbusException {
        assertRefused(Networks.from(name -> Optional.empty()), "127.0.0.1");
        assertRefused(allowing(" "), "127.0.0.1");
        assertRefused(allowing("10.0.0.0/8"), "127.0.0.1");
        assertRefused(allowing("127.0.0.2"), "127.0.0.1");
        assertRefused(allowing("::/0"), "127.0.0.1");
        assertThat(allowing("10.0.0.0/8, 127.0.0.0/30").admit("127.0.0.3").getHostAddress())
                .isEqualTo("127.0.0.3");
        assertRefused(allowing("10.0.0.0/8, 127.0.0.0/30"), "127.0.0.4");
        assertThat(allowing("fd00::/8").admit("fd12::1").isLoopbackAddress()).isFalse();
    }

    /** A name is no way around: what it resolves to is judged. */
    @Test
    void nameIsJudgedByItsAddress() throws ModbusException {
        assertRefused(allowing("192.168.0.0/16"), "localhost");
        assertThat(allowing("127.0.0.1,::1").admit("localhost").isLoopbackAddress())
                .isTrue();
    }

    @Test
    void addressOfManyIsNobodys() {
        assertRefused(allowing("0.0.0.0/0,::/0"), "0.0.0.0");
        assertRefused(allowing("0.0.0.0/0,::/0"), "224.0.0.1");
        assertRefused(allowing("0.0.0.0/0,::/0"), "::");
    }

    /** An IPv4 address in the dress of IPv6 is judged as what it is. */
    @Test
    void mappedAddressIsTheAddressThatItMaps() {
        assertRefused(allowing("::/0"), "::ffff:127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "router.lan", "10.0.0.0/8,,::1"})
    void settingThatMakesNoSenseIsNamed(String ranges) {
        assertThatThrownBy(() -> allowing(ranges))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AMPS_SUNSPEC_ALLOW");
    }

    private static void assertRefused(Networks networks, String host) {
        assertThatThrownBy(() -> networks.admit(host))
                .isInstanceOfSatisfying(
                        ModbusException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_ALLOWED));
    }
}
