package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.ApiDocument;
import energy.amps.contract.harness.Json;
import energy.amps.contract.harness.RepositoryFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code docs/reference/errors.md} has a heading for every code of the API document, and its examples are real. */
class ErrorReferenceTest {
    private static final Pattern HEADING = Pattern.compile("(?m)^### `([A-Z_]+)`$");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```json\n(.*?)```");

    private final ApiDocument document = RepositoryFiles.openApi();
    private final Map<String, String> answers = sections("## Answers", "## Faults");
    private final Map<String, String> faults = sections("## Faults", "\\z");

    @Test
    void everyCodeOfAnAnswerHasItsHeadingInTheOrderOfRefusal() {
        assertThat(answers.keySet()).containsExactlyElementsOf(document.errorCodes());
    }

    @Test
    void everyCodeOfAnActionHasItsHeading() {
        List<String> codes = document.at("/components/schemas/FaultCode/enum")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
        assertThat(faults.keySet()).containsExactlyElementsOf(codes);
    }

    @Test
    void everyAnswerSaysWhenItComesAndWhatToDo() {
        answers.forEach((code, section) ->
                assertThat(section).as(code).contains("**When.**", "**Do.**", "**Details.**", "```json"));
        faults.forEach((code, section) -> assertThat(section).as(code).contains("**When.**", "**Do.**"));
    }

    @Test
    void everyExampleIsAnErrorOfItsCodeByTheDocument() {
        answers.forEach((code, section) -> {
            Matcher example = EXAMPLE.matcher(section);
            while (example.find()) {
                JsonNode error = Json.parse(example.group(1));
                assertThat(error.path("code").stringValue()).isEqualTo(code);
                assertThat(document.violations("/components/schemas/Error", error))
                        .as(code)
                        .isEmpty();
            }
        });
    }

    @Test
    void everyConflictReasonAndWindowReasonIsExplained() {
        assertExplained("CONFLICT", "/components/schemas/ConflictDetails/properties/reason/enum");
        assertExplained("INVALID_TIME_WINDOW", "/components/schemas/WindowDetails/properties/reason/enum");
    }

    private void assertExplained(String code, String reasons) {
        document.at(reasons).valueStream().forEach(reason -> assertThat(answers.get(code))
                .contains("`" + reason.stringValue() + "`"));
    }

    private static Map<String, String> sections(String from, String to) {
        Matcher chapter = Pattern.compile("(?s)" + from + "\n(.*?)(?=" + to + ")")
                .matcher(RepositoryFiles.text("docs/reference/errors.md"));
        assertThat(chapter.find()).as("a chapter '%s'", from).isTrue();
        Map<String, String> sections = new LinkedHashMap<>();
        Matcher heading = HEADING.matcher(chapter.group(1));
        String text = chapter.group(1);
        while (heading.find()) {
            int end = text.indexOf("\n### ", heading.end());
            sections.put(heading.group(1), text.substring(heading.end(), end < 0 ? text.length() : end));
        }
        return sections;
    }
}
