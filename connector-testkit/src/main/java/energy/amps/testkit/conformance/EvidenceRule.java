package energy.amps.testkit.conformance;

import energy.amps.command.Instruction;
import energy.amps.connector.Evidence;
import energy.amps.testkit.conformance.Trial.Look;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What makes evidence agree: a definite verdict has some; what was observed is what the reading shows; a verdict that something
 * does not hold names a field that is not as expected; and one that it holds names no plain word that is another.
 */
final class EvidenceRule {
    private static final Pattern WORD = Pattern.compile("[a-z_.]+");
    private static final double SAME = 1e-6;
    /** Of a parameter that the standing instruction has not, whatever field of that name the device shows. */
    private static final String NONE = "none";

    private EvidenceRule() {}

    static void hold(Instruction instruction, Look look) {
        String of = "the evidence for " + Wording.of(instruction) + " ";
        for (Evidence each : look.evidence()) {
            shown(of, look, each);
        }
        switch (look.verdict()) {
            case CANNOT_TELL -> {}
            case HOLDS ->
                Broken.unless(
                        !look.evidence().isEmpty() && look.evidence().stream().noneMatch(EvidenceRule::isAnotherWord),
                        Rule.EVIDENCE,
                        of + "does not support that it holds: " + look.evidence());
            case DOES_NOT_HOLD ->
                Broken.unless(
                        look.evidence().stream()
                                .anyMatch(each -> !each.expected().equals(each.observed())),
                        Rule.EVIDENCE,
                        of + "does not show why it does not hold: " + look.evidence());
        }
    }

    private static void shown(String of, Look look, Evidence each) {
        Broken.unless(!each.field().isBlank(), Rule.EVIDENCE, of + "has a field without a name");
        Optional<Object> field =
                Optional.ofNullable(look.reading().state().fields().get(each.field()));
        field.ifPresent(value -> Broken.unless(
                each.observed().equals(NONE) || isSame(value, each.observed()),
                Rule.EVIDENCE,
                of + "observed " + each.field() + " at " + each.observed() + ", and the reading shows " + value));
    }

    private static boolean isSame(Object value, String observed) {
        if (!(value instanceof Number number)) {
            return value.toString().equals(observed);
        }
        try {
            double seen = new BigDecimal(observed.split(" ", 2)[0]).doubleValue();
            return Math.abs(seen - number.doubleValue()) <= SAME * Math.max(1, Math.abs(number.doubleValue()));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isAnotherWord(Evidence each) {
        return WORD.matcher(each.expected()).matches()
                && WORD.matcher(each.observed()).matches()
                && !each.expected().equals(each.observed());
    }
}
