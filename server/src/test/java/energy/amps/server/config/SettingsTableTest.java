package energy.amps.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTableTest {

    @Test
    void everySettingHasEveryColumnAndItsOwnName() {
        List<Setting> settings = SettingsTable.settings();

        assertThat(settings).allSatisfy(setting -> {
            assertThat(setting.name()).matches("AMPS_[A-Z_]+");
            assertThat(List.of(setting.meaning(), setting.byDefault(), setting.unit(), setting.range()))
                    .noneMatch(String::isBlank)
                    .noneMatch(text -> text.contains("|") || text.contains("\n"));
        });
        assertThat(settings).extracting(Setting::name).doesNotHaveDuplicates();
    }

    @Test
    void defaultIsAValueOfTheSettingOrSaysHowItComesAbout() {
        assertThat(SettingsTable.entries()).allSatisfy(entry -> {
            boolean readable = entry.domain().parse(entry.byDefault()).isPresent();
            assertThat(readable || entry.byDefault().contains(" "))
                    .as(entry.name())
                    .isTrue();
        });
    }

    @Test
    void markdownHoldsARowForEachSettingBelowTheHead() {
        String markdown = SettingsTable.markdown();

        assertThat(markdown)
                .startsWith("| setting | meaning | default | unit | range |\n|---|---|---|---|---|\n| `AMPS_PORT` |")
                .endsWith("|\n")
                .contains(
                        "| `AMPS_LEASE` | How long a node holds due work; as late is the work of a node that died | PT4S"
                                + " | ISO 8601 duration | PT2S..PT1M |\n");
        assertThat(markdown.lines()).hasSize(2 + SettingsTable.settings().size());
    }
}
