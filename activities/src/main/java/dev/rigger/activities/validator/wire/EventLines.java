package dev.rigger.activities.validator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The platform's lists: one {@code data: {json}} line an item. Read line by line, each mapped at once, so that memory holds
 * what is kept and one line. Lines that do not begin like that are comments; a carriage return before the end is none.
 */
public final class EventLines<T> implements BodyReader<Listing<T>> {
    static final int MAX_LINE_BYTES = 8 * 1024 * 1024;
    /** Two thousand chutes with their sources and schemas are a fraction of it. */
    static final long MAX_LIST_BYTES = 256L * 1024 * 1024;

    private static final int BLOCK_BYTES = 64 * 1024;
    private static final String TOO_LONG_A_LINE = "a line is longer than " + MAX_LINE_BYTES + " bytes";

    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_ITEMS = "NO_ITEMS".getBytes(StandardCharsets.US_ASCII);

    private final Items<T> items;
    private final Line line = new Line();
    private boolean saidNone;

    /** @param mapper answers null for an item without what makes it one */
    public EventLines(Function<JsonNode, @Nullable T> mapper) {
        this.items = new Items<>(mapper);
    }

    @Override
    public Listing<T> read(int status, InputStream body) {
        if (status != 200) {
            return items.ended(Completeness.UNAVAILABLE, "answered " + status);
        }
        try (body) {
            return lines(body);
        } catch (IOException e) {
            return items.ended(Completeness.TRUNCATED, "the connection ended inside the list");
        }
    }

    private Listing<T> lines(InputStream in) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        long bytes = 0;
        for (int read = in.read(block); read >= 0; read = in.read(block)) {
            bytes += read;
            if (bytes > MAX_LIST_BYTES) {
                return items.ended(Completeness.TOO_LONG, "the list is longer than " + MAX_LIST_BYTES + " bytes");
            }
            String unreadable = take(block, read);
            if (unreadable != null) {
                return items.ended(Completeness.UNREADABLE, unreadable);
            }
        }
        if (line.size() > 0) {
            return items.ended(Completeness.TRUNCATED, "the last line has no end");
        }
        if (items.isEmpty()) {
            return saidNone
                    ? items.ended(Completeness.EXPLICITLY_EMPTY, "")
                    : items.ended(Completeness.SILENT, "empty, without saying so");
        }
        return saidNone
                ? items.ended(Completeness.UNREADABLE, "items, and the word for none")
                : items.ended(Completeness.WHOLE, "");
    }

    /** Takes the lines that end in the block and keeps the beginning of the next; answers what is wrong with them, or null. */
    private @Nullable String take(byte[] block, int length) {
        int from = 0;
        for (int at = 0; at < length; at++) {
            if (block[at] == '\n') {
                line.write(block, from, at - from);
                from = at + 1;
                if (line.size() > MAX_LINE_BYTES) {
                    return TOO_LONG_A_LINE;
                }
                if (!take()) {
                    return "a line is no item";
                }
            }
        }
        line.write(block, from, length - from);
        return line.size() > MAX_LINE_BYTES ? TOO_LONG_A_LINE : null;
    }

    /** Whether the line is an item, the word for none, or nothing that matters. */
    private boolean take() {
        byte[] bytes = line.buffer();
        int end = line.end();
        int from = line.dataFrom();
        line.reset();
        if (from < 0) {
            return true;
        }
        if (Arrays.equals(bytes, from, end, NO_ITEMS, 0, NO_ITEMS.length)) {
            saidNone = true;
            return true;
        }
        try {
            return items.take(BoundedJson.read(bytes, from, end));
        } catch (IOException notJson) {
            return false;
        }
    }

    /** A line's bytes, looked at without copying them. */
    private static final class Line extends ByteArrayOutputStream {
        private static final int USUAL_BYTES = 64 * 1024;

        byte[] buffer() {
            return buf;
        }

        /** Without blanks at the end. */
        int end() {
            int end = count;
            while (end > 0 && (buf[end - 1] == '\r' || buf[end - 1] == ' ')) {
                end--;
            }
            return end;
        }

        /** Where the data begin, or -1 when the line carries none. */
        int dataFrom() {
            if (end() < DATA.length || !Arrays.equals(buf, 0, DATA.length, DATA, 0, DATA.length)) {
                return -1;
            }
            return end() > DATA.length && buf[DATA.length] == ' ' ? DATA.length + 1 : DATA.length;
        }

        /** One giant line is no reason to hold its room for the rest of the list. */
        @Override
        public synchronized void reset() {
            super.reset();
            if (buf.length > USUAL_BYTES) {
                buf = new byte[USUAL_BYTES];
            }
        }
    }
}
