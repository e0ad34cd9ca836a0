package dev.rigger.devnet.validator.routes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code multipart/form-data} with a part {@code file} and perhaps one {@code path}. */
final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern NAME = Pattern.compile("(?i)content-disposition:[^\r\n]*[; ]name=\"([^\"]*)\"");

    private Multipart() {}

    /** @param bytes of the file */
    record Upload(long bytes, String path) {}

    static Upload parse(Call call) {
        Matcher boundary = BOUNDARY.matcher(call.header("content-type").orElse(""));
        if (!boundary.find()) {
            throw new Refusal(422, "The body must be multipart/form-data");
        }
        // One byte is one character here, so that lengths stay true.
        String body = new String(call.body(), ISO_8859_1);
        long bytes = -1;
        String path = "";
        for (String part : body.split(Pattern.quote("--" + boundary.group(1)), -1)) {
            int content = part.indexOf("\r\n\r\n");
            Matcher name = NAME.matcher(content < 0 ? "" : part.substring(0, content));
            if (name.find()) {
                String value = part.substring(content + 4).replaceFirst("\r\n$", "");
                if (name.group(1).equals("file")) {
                    bytes = value.length();
                } else if (name.group(1).equals("path")) {
                    path = value;
                }
            }
        }
        if (bytes < 0) {
            throw new Refusal(422, "The body has no part named file");
        }
        return new Upload(bytes, path);
    }
}
