package energy.amps.server.http;

import java.util.List;
import java.util.Locale;

/** What a client would like an answer to be (RFC 9110, section 12.5.1), as far as anything here has two forms. */
final class Accept {

    private static final String CSV = "text/csv";
    private static final String JSON = "application/json";

    private Accept() {}

    /**
     * Whether CSV is named, and preferred to JSON where that is named too. Wildcards name nothing: JSON is what everything
     * here is.
     *
     * @param values of the {@code Accept} headers
     */
    static boolean prefersCsv(List<String> values) {
        double csv = 0;
        double json = 0;
        for (String value : values) {
            for (String range : value.split(",", -1)) {
                String[] parts = range.split(";", -1);
                String type = parts[0].strip().toLowerCase(Locale.ROOT);
                if (type.equals(CSV)) {
                    csv = Math.max(csv, weight(parts));
                } else if (type.equals(JSON)) {
                    json = Math.max(json, weight(parts));
                }
            }
        }
        return csv > json;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
