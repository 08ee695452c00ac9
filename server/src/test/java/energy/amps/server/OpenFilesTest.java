package energy.amps.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {

    @Test
    void whereThereIsRoomEverythingWantedIsServed() {
        assertThat(new OpenFiles(20_000, 150).connections(12_000, 32)).isEqualTo(12_000);
    }

    @Test
    void otherwiseWhatTheSystemLeavesAfterTheDatabaseAndTheReserve() {
        assertThat(new OpenFiles(1_024, 150).connections(12_000, 32)).isEqualTo(1_024 - 150 - 32 - OpenFiles.RESERVE);
    }

    @Test
    void oneIsAlwaysServed() {
        assertThat(new OpenFiles(64, 60).connections(12_000, 32)).isEqualTo(1);
    }

    @Test
    void thisMachineSaysHowManyItGives() {
        assertThat(OpenFiles.here()).hasValueSatisfying(files -> {
            assertThat(files.open()).isPositive();
            assertThat(files.most()).isGreaterThanOrEqualTo(files.open());
        });
    }
}
