package energy.amps.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.config.SettingsTable;
import org.junit.jupiter.api.Test;

/** The README shows the settings that there are. */
class ReadmeTest {
    private static final String BEGIN =
            "<!-- settings: rendered by energy.amps.server.config.SettingsTable, held by ReadmeTest -->\n";
    private static final String END = "<!-- /settings -->";

    @Test
    void settingsTableIsTheRenderedOne() {
        String readme = Documents.named("README.md").text();
        assertThat(readme).containsOnlyOnce(BEGIN).containsOnlyOnce(END);

        String table = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));
        assertThat(table)
                .as("paste SettingsTable.markdown() between the markers")
                .isEqualTo(SettingsTable.markdown());
    }
}
