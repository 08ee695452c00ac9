package energy.amps.connector.foxess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.ConnectorProvider;
import energy.amps.device.Family;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the platform finds the connector, and what an operator can set. */
class FoxEssConnectorProviderTest {

    private static Connector open(Map<String, String> settings) {
        return new FoxEssConnectorProvider().open(name -> Optional.ofNullable(settings.get(name)));
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ConnectorProvider.class))
                .hasAtLeastOneElementOfType(FoxEssConnectorProvider.class);
    }

    @Test
    void isLiveAndServesBatteries() {
        ConnectorProfile profile = open(Map.of()).profile();

        assertThat(profile.vendor()).isEqualTo("foxess");
        assertThat(profile.families()).containsExactly(Family.BATTERY);
        assertThat(profile.isSimulated()).isFalse();
        assertThat(profile.callTimeout()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void takesItsSettings() {
        assertThat(open(Map.of("AMPS_FOXESS_URL", "http://127.0.0.1:4711/", "AMPS_FOXESS_TIMEOUT", "PT5S"))
                        .profile()
                        .callTimeout())
                .isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({
        "AMPS_FOXESS_URL, ftp://example.org",
        "AMPS_FOXESS_URL, not an address",
        "AMPS_FOXESS_URL, /op/v0",
        "AMPS_FOXESS_TIMEOUT, PT0.5S",
        "AMPS_FOXESS_TIMEOUT, PT21S",
        "AMPS_FOXESS_TIMEOUT, soon"
    })
    void namesASettingThatIsNotUsable(String name, String value) {
        assertThatThrownBy(() -> open(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }
}
