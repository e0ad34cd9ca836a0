package dev.rigger.devnet.validator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer, complete in memory or a stream.
 *
 * @param list whether it is one of the platform's lists, so that faults know how it looks when empty
 * @param headers beside {@code Content-Type}
 * @param stream writes what follows the body; null when nothing does
 */
public record Reply(
        int status,
        String contentType,
        byte[] body,
        Shape list,
        Map<String, String> headers,
        @Nullable Stream stream) {
    public Reply(int status, String contentType, byte[] body, Shape list) {
        this(status, contentType, body, list, Map.of(), null);
    }

    /** Writes an answer that comes bit by bit. */
    public interface Stream {
        void writeTo(OutputStream out) throws IOException;
    }

    public enum Shape {
        /** Not a list. */
        SINGLE,
        /** A JSON array. */
        ARRAY,
        /** One {@code data: {json}} line an item, each followed by a blank line. */
        EVENT_LINES
    }

    public static final byte[] NO_ITEMS = "data: NO_ITEMS\n\n".getBytes(UTF_8);

    public Reply with(Map<String, String> newHeaders) {
        return new Reply(status, contentType, body, list, newHeaders, stream);
    }

    public static Reply json(Object value) {
        return json(200, value);
    }

    public static Reply json(int status, Object value) {
        Shape shape = value instanceof Collection<?> ? Shape.ARRAY : Shape.SINGLE;
        return new Reply(status, "application/json", WireJson.bytes(value), shape);
    }

    public static Reply nothing() {
        return new Reply(200, "application/json", "null".getBytes(UTF_8), Shape.SINGLE);
    }

    /** Lines of an event stream as they come to be. */
    public static Reply events(Stream stream) {
        return new Reply(200, "text/event-stream; charset=utf-8", new byte[0], Shape.SINGLE, Map.of(), stream);
    }

    public static Reply csv(String text) {
        return new Reply(200, "text/csv; charset=utf-8", text.getBytes(UTF_8), Shape.SINGLE);
    }

    public static Reply text(String text) {
        return new Reply(200, "text/plain; charset=utf-8", text.getBytes(UTF_8), Shape.SINGLE);
    }

    public static Reply refusal(int status, String detail) {
        return json(status, Map.of("detail", detail));
    }

    /** One item a line; an empty list is an empty body. */
    public static Reply eventLines(List<?> items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object item : items) {
            out.writeBytes("data: ".getBytes(UTF_8));
            out.writeBytes(WireJson.bytes(item));
            out.writeBytes("\n\n".getBytes(UTF_8));
        }
        return new Reply(200, "text/event-stream; charset=utf-8", out.toByteArray(), Shape.EVENT_LINES);
    }

    public static Reply noItems() {
        return new Reply(200, "text/event-stream; charset=utf-8", NO_ITEMS, Shape.EVENT_LINES);
    }
}
