package energy.amps.server.vendor;

import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.device.DeviceId;
import energy.amps.fault.FaultCode;
import energy.amps.server.Platform;
import energy.amps.server.testing.House;
import energy.amps.server.testing.LiveHouse;
import energy.amps.server.testing.LiveVendor;
import energy.amps.server.vendor.VendorHealth.State;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How vendors answer, as all nodes together have found it. */
class VendorHealthTest {
    private static final List<String> VENDORS = List.of(LiveVendor.NAME);

    @Test
    void whatEachNodeHasFoundIsSummed() {
        LiveVendor vendor = new LiveVendor("tok");
        try (LiveHouse house = LiveHouse.open(vendor);
                Platform other = house.node(LiveHouse.key(1))) {
            other.start();
            DeviceId battery = house.battery();
            assertThat(health(other).state()).isEqualTo(State.IDLE);
            passed(house.read(house.platform, battery));
            house.clock.advance(Duration.ofMinutes(20));
            passed(house.read(other, battery));
            House.eventually().until(() -> health(other).calls() == 1);
            vendor.fail(FaultCode.TIMEOUT);
            for (int i = 0; i < Breaker.FAILURES + 2; i++) {
                house.clock.advance(Duration.ofMillis(10));
                house.read(house.platform, battery);
                house.clock.advance(Duration.ofMinutes(i == 0 ? 16 : 0));
            }
            House.eventually().until(() -> health(other).openBreakers() == 1);
            VendorHealth seen = health(other);
            assertThat(seen).isEqualTo(health(house.platform));
            assertThat(seen.calls()).isEqualTo(Breaker.FAILURES);
            assertThat(seen.state()).isEqualTo(State.DOWN);
            house.clock.advance(HealthRecord.WINDOW);
            vendor.show(vendor::shown);
            passed(house.read(other, battery));
            House.eventually().until(() -> health(house.platform).calls() == 1);
            assertThat(health(house.platform).successRate()).contains(1.0);
        }
    }

    private static VendorHealth health(Platform node) {
        return node.health().read(VENDORS).getFirst();
    }

    @Test
    void quantilesAreTheBoundsOfTheirClasses() {
        Long[] counts = Collections.nCopies(Latencies.BOUNDS.size() + 1, 0L).toArray(Long[]::new);
        counts[Latencies.classOf(Duration.ofMillis(8))] = 98L;
        counts[Latencies.classOf(Duration.ofMillis(900))] = 1L;
        counts[Latencies.classOf(Duration.ofHours(1))] = 1L;
        Latencies latencies = new Latencies(List.of(counts));
        assertThat(latencies.quantile(0.5)).isEqualTo(10);
        assertThat(latencies.quantile(0.99)).isEqualTo(1000);
        assertThat(latencies.quantile(1)).isEqualTo(60_000);
        assertThat(new Latencies(List.of()).quantile(0.5)).isZero();
    }

    @Test
    void stateFollowsThePartOfUsableAnswers() {
        Latencies none = new Latencies(List.of());
        assertThat(VendorHealth.of("v", 100, 5, none, 0).state()).isEqualTo(State.UP);
        assertThat(VendorHealth.of("v", 100, 6, none, 0).state()).isEqualTo(State.DEGRADED);
        assertThat(VendorHealth.of("v", 100, 51, none, 0).state()).isEqualTo(State.DOWN);
        assertThat(VendorHealth.of("v", 0, 0, none, 0).state()).isEqualTo(State.IDLE);
        assertThat(VendorHealth.of("v", 0, 0, none, 2).state()).isEqualTo(State.DOWN);
    }
}
