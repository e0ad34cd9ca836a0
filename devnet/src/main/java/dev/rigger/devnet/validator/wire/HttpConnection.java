package dev.rigger.devnet.validator.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.rigger.devnet.validator.wire.Interposer.Outcome;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One client's connection: call after call, until either side has enough. */
final class HttpConnection {
    private static final int IDLE_MILLIS = 60_000;
    private static final byte[] GO_ON = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);

    private final Socket socket;
    private final Router router;
    private final InputStream in;
    private final OutputStream out;

    HttpConnection(Socket socket, Router router) throws IOException {
        this.socket = socket;
        this.router = router;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(IDLE_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    void serve() throws IOException {
        boolean more = true;
        while (more) {
            try {
                Optional<HttpHead> head = HttpHead.read(in);
                more = head.isPresent() && answer(head.get());
            } catch (HttpHead.Malformed malformed) {
                send(Reply.refusal(malformed.status(), String.valueOf(malformed.getMessage())), false, true);
                more = false;
            } catch (SocketTimeoutException idle) {
                more = false;
            }
        }
    }

    /** Whether the connection is good for another call. */
    private boolean answer(HttpHead head) throws IOException {
        if (head.header("expect").equalsIgnoreCase("100-continue")) {
            out.write(GO_ON);
            out.flush();
        }
        byte[] body = head.readBody(in);
        Call call = head.call(body, socket.getInetAddress().getHostAddress());
        boolean withBody = !head.method().equals("HEAD");
        return switch (router.handle(call)) {
            case Outcome.Answered(Reply reply) -> {
                boolean last = head.last() || (reply.stream() != null && !head.modern());
                send(reply, !last, withBody);
                yield !last;
            }
            case Outcome.CutShort(Reply reply, int bytes) -> {
                head(reply, "Content-Length: " + Math.max(1, reply.body().length), true);
                out.write(reply.body(), 0, bytes);
                out.flush();
                yield false;
            }
            case Outcome.TornDown() -> {
                // To close without lingering is to reset.
                socket.setSoLinger(true, 0);
                yield false;
            }
        };
    }

    private void send(Reply reply, boolean more, boolean withBody) throws IOException {
        Reply.Stream stream = reply.stream();
        if (stream == null) {
            head(reply, "Content-Length: " + reply.body().length, more);
            if (withBody) {
                out.write(reply.body());
            }
        } else if (more) {
            head(reply, "Transfer-Encoding: chunked", true);
            stream.writeTo(new Chunks(out));
            out.write("0\r\n\r\n".getBytes(ISO_8859_1));
        } else {
            head(reply, "", false);
            stream.writeTo(out);
        }
        out.flush();
    }

    /** @param length the header that tells how long the body is, or nothing where the connection's end tells it */
    private void head(Reply reply, String length, boolean more) throws IOException {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(reply.status()).append(' ');
        head.append(reason(reply.status())).append("\r\nContent-Type: ").append(reply.contentType());
        for (Map.Entry<String, String> header : reply.headers().entrySet()) {
            head.append("\r\n").append(header.getKey()).append(": ").append(header.getValue());
        }
        if (!length.isEmpty()) {
            head.append("\r\n").append(length);
        }
        if (!more) {
            head.append("\r\nConnection: close");
        }
        out.write(head.append("\r\n\r\n").toString().getBytes(ISO_8859_1));
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 404 -> "Not Found";
            default -> status < 400 ? "Success" : status < 500 ? "Refused" : "Failed";
        };
    }

    /** A body whose length nobody knows yet. */
    private static final class Chunks extends OutputStream {
        private final OutputStream out;

        Chunks(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (length > 0) {
                out.write((Integer.toHexString(length).toLowerCase(Locale.ROOT) + "\r\n").getBytes(ISO_8859_1));
                out.write(bytes, from, length);
                out.write("\r\n".getBytes(ISO_8859_1));
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
