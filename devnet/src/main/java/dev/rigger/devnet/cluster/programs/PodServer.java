package dev.rigger.devnet.cluster.programs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pod's HTTP server on its host's loopback address: one request a connection, each on a thread of its own. */
final class PodServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PodServer.class);
    private static final int WAITING_CONNECTIONS = 16;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int LONGEST_LINE = 8_192;
    private static final int LONGEST_BODY = 1 << 20;

    private final ServerSocket listener;
    private final Handler handler;

    /** @param headers by lower-case name */
    record Request(String path, Map<String, String> headers, String body) {}

    record Response(int status, String json) {}

    interface Handler {
        Response answer(Request request);
    }

    /** Listens from now on. */
    PodServer(String host, int port, Handler handler) throws IOException {
        this.listener = new ServerSocket(port, WAITING_CONNECTIONS, InetAddress.getByName(host));
        this.handler = handler;
        Thread.ofVirtual().name("pod-server-" + host + ":" + port).start(this::accept);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.debug("{} does not close cleanly", listener, e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                LOG.debug("{} accepts nobody more", listener, e);
            }
        }
    }

    private void serve(Socket connection) {
        try (Socket socket = connection) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Response response = handler.answer(read(in));
            byte[] body = response.json().getBytes(UTF_8);
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 " + response.status() + " \r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length + "\r\nConnection: close\r\n\r\n")
                    .getBytes(ISO_8859_1));
            out.write(body);
            out.flush();
        } catch (IOException | RuntimeException e) {
            LOG.debug("A call to {} is not answered", listener, e);
        }
    }

    private static Request read(InputStream in) throws IOException {
        String[] first = line(in).split(" ", 3);
        if (first.length < 3) {
            throw new IOException("not a request line");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (length > LONGEST_BODY) {
            throw new IOException("the body is too long");
        }
        return new Request(first[1], headers, new String(in.readNBytes(length), UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > LONGEST_LINE) {
                throw new IOException("the head of the request ends too soon, or never");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
