package energy.amps.server.http;

import java.util.Locale;

/** Which bodies are taken: {@code application/json}, in UTF-8 where a charset is named, not encoded any further. */
final class MediaTypes {

    private MediaTypes() {}

    static boolean isJson(String contentType) {
        String[] parts = contentType.split(";", -1);
        if (!parts[0].strip().equalsIgnoreCase("application/json")) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("charset=")
                    && !parameter
                            .substring("charset=".length())
                            .replace("\"", "")
                            .equals("utf-8")) {
                return false;
            }
        }
        return true;
    }

    static boolean isPlain(String contentEncoding) {
        return contentEncoding.strip().equalsIgnoreCase("identity");
    }
}
