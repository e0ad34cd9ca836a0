package dev.rigger.activities.validator.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.activities.validator.wire.BodyReader;
import dev.rigger.activities.validator.wire.BoundedJson;
import dev.rigger.activities.validator.wire.Reply;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Start-up logs as they come: lines of text, and lines of JSON that carry a cursor. An endless line is cut. */
final class LogLines implements BodyReader<LogsEnd> {
    private static final String DATA = "data: ";
    private static final String THE_END = "Instance activated:";
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LONGEST_REFUSAL = 64 * 1024;

    private final Consumer<String> lines;
    private String cursor;

    LogLines(String cursor, Consumer<String> lines) {
        this.cursor = cursor;
        this.lines = lines;
    }

    @Override
    public LogsEnd read(int status, InputStream body) throws IOException {
        if (status != 200) {
            String why = Answers.why(new Reply(status, new String(body.readNBytes(LONGEST_REFUSAL), UTF_8)));
            return status == 422 ? new LogsEnd.LaunchFailed(why) : new LogsEnd.NotShown(status, why);
        }
        try (InputStream in = new BufferedInputStream(body)) {
            return follow(in);
        } catch (IOException broken) {
            return new LogsEnd.Paused(cursor);
        }
    }

    private LogsEnd follow(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b != '\n') {
                if (line.size() < LONGEST_LINE) {
                    line.write(b);
                }
                continue;
            }
            String text = line.toString(UTF_8).strip();
            line.reset();
            if (text.startsWith(DATA) && told(text.substring(DATA.length()))) {
                return new LogsEnd.Activated();
            }
        }
        return new LogsEnd.Paused(cursor);
    }

    /** Answers whether that was the last line. */
    private boolean told(String data) {
        String said = data;
        if (data.startsWith("{")) {
            try {
                byte[] bytes = data.getBytes(UTF_8);
                JsonNode json = BoundedJson.read(bytes, 0, bytes.length);
                said = Fields.textOr(json, "log", "");
                cursor = Fields.textOr(json, "cursor", cursor);
            } catch (IOException notJson) {
                said = data; // a line of text that begins with a brace
            }
        }
        lines.accept(said);
        return said.contains(THE_END);
    }
}
