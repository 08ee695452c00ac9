package energy.amps.server;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.action.Action;
import energy.amps.server.config.Settings;
import energy.amps.server.config.SettingsReading;
import energy.amps.server.store.ActionState;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator does reaches the devices, and only the operator does it. */
class PlatformOperatorTest {
    @TempDir
    private Path folder;

    private AdminToken token() {
        SettingsReading reading = Settings.read(Map.of("AMPS_DATA", folder.toString()));
        return AdminToken.of(((SettingsReading.Valid) reading).settings());
    }

    @Test
    void disablingCancelsWhatIsScheduledAndReturnsOpenWindows() {
        try (House house = House.open();
                Sql sql = Sql.on(house.postgres)) {
            PlatformOperator operator = new PlatformOperator(house.platform, token());
            Action window = passed(house.push(
                    "discharge",
                    Optional.of(house.clock.instant().toString()),
                    Optional.of("2026-06-01T13:00:00Z"),
                    Optional.empty()));
            eventually().until(() -> sql.column(
                            "select stage from action where id = ?", window.id().value())
                    .contains("open"));
            Action later =
                    passed(house.push("charge", Optional.of("2h"), Optional.empty(), Optional.of("queue_after")));
            passed(operator.setLive(house.tenant.customer(), false));
            assertThat(house.action(later.id()).state()).isEqualTo(ActionState.SCHEDULED);
            passed(operator.setDisabled(house.tenant.customer(), true));
            assertThat(house.action(later.id()).state()).isEqualTo(ActionState.CANCELLED);
            eventually().until(() -> house.action(window.id()).state() == ActionState.COMPLETED);
            assertThat(sql.column("select distinct environment from recall where windows and key_id is null"))
                    .containsExactlyInAnyOrder("sandbox", "live");
            passed(operator.setDisabled(house.tenant.customer(), false));
            assertThat(sql.column("select environment from recall")).containsOnly("live");
        }
    }

    @Test
    void aTokenIsMadeOnceAndIsItsOwnersAlone() throws IOException {
        token();
        Path file = folder.resolve(AdminToken.FILE);
        String text = Files.readString(file).strip();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(token().is(text)).isTrue();
        assertThat(token().is(text + "x")).isFalse();
        assertThat(token().toString()).doesNotContain(text);
        assertThat(text).hasSizeGreaterThanOrEqualTo(32);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }
}
