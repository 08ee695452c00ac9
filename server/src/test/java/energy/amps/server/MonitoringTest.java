package energy.amps.server;

import static energy.amps.server.testing.House.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The dashboard, the alarms and the table of metrics against what a running node shows once it has worked: an alarm on a
 * metric that does not exist never rings.
 */
class MonitoringTest {
    private static final Path OPERATING = Path.of(System.getProperty("basedir", "."), "..", "docs", "operating")
            .normalize();

    /** A metric of ours or of a library's, and the matchers behind it. */
    private static final Pattern SERIES =
            Pattern.compile("\\b((?:amps|jvm|hikaricp|process|system)_[a-z0-9_]+)(?:\\{([^}]*)\\})?");

    private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(?:=~|!=|!~|=)");

    /** The scraper's own. */
    private static final Set<String> OF_THE_SCRAPER = Set.of("instance", "job");

    @TempDir
    private static Path data;

    private static RunningNode house;

    /** The names of the series of the scrape, each with the labels that it has somewhere. */
    private static final Map<String, Set<String>> SHOWN = new HashMap<>();

    @BeforeAll
    static void work() {
        house = new RunningNode(data, Map.of());
        String battery = "/battery/" + house.household.battery().value();
        house.get(battery);
        house.post(battery, "{\"action\":{\"command\":\"charge\"}}");
        house.get("/nowhere");
        eventually().until(() -> {
            System.gc();
            read(house.scrape());
            return SHOWN.containsKey("amps_actions_ended_total")
                    && SHOWN.containsKey("amps_vendor_calls_seconds_count")
                    && SHOWN.containsKey("jvm_gc_pause_seconds_sum");
        });
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static void read(String scrape) {
        for (String line : scrape.lines().filter(l -> !l.startsWith("#")).toList()) {
            String name = line.split("[{ ]", 2)[0];
            Set<String> labels = SHOWN.computeIfAbsent(name, n -> new TreeSet<>());
            if (line.contains("{")) {
                MATCHER.matcher(line.substring(line.indexOf('{') + 1, line.lastIndexOf('}')))
                        .results()
                        .forEach(match -> labels.add(match.group(1)));
            }
        }
    }

    private static String text(String file) {
        try {
            return Files.readString(OPERATING.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> dashboardQueries() {
        List<String> queries = new ArrayList<>();
        JsonNode dashboard = JsonMapper.shared().readTree(text("grafana/amps.json"));
        for (JsonNode panel : dashboard.at("/panels")) {
            for (JsonNode target : panel.at("/targets")) {
                queries.add(target.at("/expr").stringValue());
            }
        }
        return queries;
    }

    private static List<JsonNode> alarms() {
        List<JsonNode> alarms = new ArrayList<>();
        YAMLMapper.shared()
                .readTree(text("prometheus/alerts.yml"))
                .at("/groups/0/rules")
                .forEach(alarms::add);
        return alarms;
    }

    private static void assertShown(String query) {
        List<MatchResult> series = SERIES.matcher(query).results().toList();
        assertThat(series.isEmpty() && !query.contains("up{")).as(query).isFalse();
        Set<String> together = new TreeSet<>(OF_THE_SCRAPER);
        for (MatchResult one : series) {
            assertThat(SHOWN).as(query).containsKey(one.group(1));
            Set<String> labels = new TreeSet<>(SHOWN.get(one.group(1)));
            labels.addAll(OF_THE_SCRAPER);
            together.addAll(labels);
            if (one.group(2) != null) {
                assertThat(labels).as(query).containsAll(names(MATCHER, one.group(2)));
            }
        }
        GROUPING.matcher(query).results().forEach(group -> assertThat(together)
                .as(query)
                .containsAll(List.of(group.group(1).split(", *"))));
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    @Test
    void everyPanelAsksForWhatIsThere() {
        assertThat(dashboardQueries()).hasSizeGreaterThan(25).allSatisfy(MonitoringTest::assertShown);
    }

    @Test
    void everyAlarmWatchesWhatIsThere() {
        assertThat(alarms())
                .hasSizeGreaterThan(15)
                .allSatisfy(alarm -> assertShown(alarm.at("/expr").stringValue()));
    }

    @Test
    void everyAlarmHasItsHeadingAndEveryHeadingItsAlarm() {
        Set<String> headings = names(Pattern.compile("(?m)^## (Amps\\w+)$"), text("alarms.md"));
        assertThat(alarms().stream().map(alarm -> alarm.at("/alert").stringValue()))
                .containsExactlyInAnyOrderElementsOf(headings);
        assertThat(alarms()).allSatisfy(alarm -> {
            assertThat(alarm.at("/annotations/runbook_url").stringValue())
                    .isEqualTo("docs/operating/alarms.md#"
                            + alarm.at("/alert").stringValue().toLowerCase(Locale.ROOT));
            assertThat(alarm.at("/labels/severity").stringValue()).isIn("critical", "warning", "info");
            assertThat(alarm.has("for")).isTrue();
        });
    }

    /** A row of the table may name a family of metrics by its beginning, with three dots. */
    @Test
    void theTableNamesWhatIsThereAndEverythingOfOurs() {
        String page = text("running.md");
        Set<String> named = names(Pattern.compile("`((?:amps|jvm|hikaricp|process)_[a-z0-9_]+)(?:\\.\\.\\.)?`"), page);
        assertThat(named)
                .allSatisfy(name -> assertThat(SHOWN.keySet()).as(name).anyMatch(shown -> shown.startsWith(name)));
        assertThat(SHOWN.keySet().stream().filter(name -> name.startsWith("amps_")))
                .allSatisfy(shown -> assertThat(named).as(shown).anyMatch(shown::startsWith));
    }
}
