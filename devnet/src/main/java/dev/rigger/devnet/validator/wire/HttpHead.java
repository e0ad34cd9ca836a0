package dev.rigger.devnet.validator.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a request's body.
 *
 * @param modern HTTP/1.1, not 1.0
 * @param headers by lower-case name, the first value of each
 */
record HttpHead(String method, URI target, boolean modern, Map<String, String> headers) {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_HEADERS = 200;
    private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    /** A request that cannot be understood; the connection is of no use after it. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1;

        private final int status;

        Malformed(int status, String what) {
            super(what);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** The next request's head; empty when the client has no more. */
    static Optional<HttpHead> read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return Optional.empty();
        }
        String[] parts = first.split(" ", -1);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            throw new Malformed(400, "Not a request of HTTP/1");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = required(in); !line.isEmpty(); line = required(in)) {
            int colon = line.indexOf(':');
            if (colon <= 0 || headers.size() >= MOST_HEADERS) {
                throw new Malformed(400, "Headers are malformed or too many");
            }
            headers.putIfAbsent(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        try {
            return Optional.of(new HttpHead(parts[0], new URI(parts[1]), parts[2].equals("HTTP/1.1"), headers));
        } catch (URISyntaxException e) {
            throw new Malformed(400, "Bad request line: " + parts[1]);
        }
    }

    /** Empty when absent. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Whether the client wants the connection to end with this call. */
    boolean last() {
        String connection = header("connection").toLowerCase(Locale.ROOT);
        return modern ? connection.contains("close") : !connection.contains("keep-alive");
    }

    Call call(byte[] body, String clientAddress) {
        String rawQuery = target.getRawQuery();
        return new Call(
                method,
                target.getRawPath(),
                rawQuery == null ? "" : rawQuery,
                rawQuery == null ? Map.of() : Call.parseQuery(rawQuery),
                headers,
                body,
                Map.of(),
                clientAddress);
    }

    byte[] readBody(InputStream in) throws IOException {
        if (header("transfer-encoding").equalsIgnoreCase("chunked")) {
            return readChunks(in);
        }
        long length = number(headers.getOrDefault("content-length", "0"), 10);
        if (length > MAX_BODY_BYTES) {
            throw new Malformed(413, "The body is longer than " + MAX_BODY_BYTES + " bytes");
        }
        return complete(in, (int) length);
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = required(in);
            int semicolon = size.indexOf(';');
            long length = number(semicolon < 0 ? size : size.substring(0, semicolon), 16);
            if (length == 0) {
                break;
            }
            if (body.size() + length > MAX_BODY_BYTES) {
                throw new Malformed(413, "The body is longer than " + MAX_BODY_BYTES + " bytes");
            }
            body.writeBytes(complete(in, (int) length));
            String end = required(in);
            if (!end.isEmpty()) {
                throw new Malformed(400, "A chunk is longer than it says");
            }
        }
        for (String trailer = required(in); !trailer.isEmpty(); trailer = required(in)) {
            if (trailer.indexOf(':') <= 0) {
                throw new Malformed(400, "A trailer is malformed");
            }
        }
        return body.toByteArray();
    }

    private static long number(String text, int radix) throws Malformed {
        try {
            long number = Long.parseLong(text.strip(), radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new Malformed(400, "Not a length: " + text);
        }
        throw new Malformed(400, "Not a length: " + text);
    }

    private static byte[] complete(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the client ended within a body");
        }
        return bytes;
    }

    private static String required(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            throw new IOException("the client ended within a head");
        }
        return line;
    }

    /** Null at the end of what comes. */
    private static @Nullable String line(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        while (next >= 0 && next != '\n') {
            if (line.length() >= LONGEST_LINE) {
                throw new Malformed(431, "A line of the request's head is too long");
            }
            line.append((char) next);
            next = in.read();
        }
        if (next < 0) {
            throw new IOException("the client ended within a line");
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }
}
