package dev.rigger.activities.validator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The platform's lists: one {@code data: {json}} line an item. Read line by line, each mapped at once, so that memory holds
 * what is kept and one line.
 */
final class EventLines<T> {
    static final int MAX_LINE_BYTES = 8 * 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data: ";
    private static final String NO_ITEMS = "NO_ITEMS";

    private final Function<JsonNode, @Nullable T> mapper;
    private final List<T> items = new ArrayList<>();
    private boolean saidNone;

    /** @param mapper answers null for an item without what makes it one */
    EventLines(Function<JsonNode, @Nullable T> mapper) {
        this.mapper = mapper;
    }

    Listing<T> read(int status, InputStream body) {
        if (status != 200) {
            return new Listing<>(List.of(), Completeness.UNAVAILABLE, "answered " + status);
        }
        try (InputStream in = new BufferedInputStream(body, 64 * 1024)) {
            return lines(in);
        } catch (JsonProcessingException e) {
            return ended(Completeness.UNREADABLE, "a line is not JSON");
        } catch (LineTooLong e) {
            return ended(Completeness.UNREADABLE, "a line is longer than " + MAX_LINE_BYTES + " bytes");
        } catch (IOException e) {
            return ended(Completeness.TRUNCATED, "the connection ended inside the list");
        }
    }

    private Listing<T> lines(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b != '\n') {
                line.write(b);
                if (line.size() > MAX_LINE_BYTES) {
                    throw new LineTooLong();
                }
            } else if (!take(line)) {
                return ended(Completeness.UNREADABLE, "an item lacks what makes it one");
            }
        }
        if (line.size() > 0) {
            return ended(Completeness.TRUNCATED, "the last line has no end");
        }
        if (items.isEmpty()) {
            return saidNone
                    ? ended(Completeness.EXPLICITLY_EMPTY, "")
                    : ended(Completeness.SILENT, "empty, without saying so");
        }
        return saidNone
                ? ended(Completeness.UNREADABLE, "items, and the word for none")
                : ended(Completeness.WHOLE, "");
    }

    private boolean take(ByteArrayOutputStream line) throws IOException {
        String text = line.toString(UTF_8).stripTrailing();
        line.reset();
        if (!text.startsWith(DATA)) {
            return true;
        }
        String data = text.substring(DATA.length());
        if (data.equals(NO_ITEMS)) {
            saidNone = true;
            return true;
        }
        T item = mapper.apply(JSON.readTree(data));
        if (item == null) {
            return false;
        }
        items.add(item);
        return true;
    }

    private Listing<T> ended(Completeness completeness, String why) {
        return new Listing<>(List.copyOf(items), completeness, why);
    }

    private static final class LineTooLong extends IOException {
        private static final long serialVersionUID = 1;
    }
}
