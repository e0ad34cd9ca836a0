package dev.rigger.activities.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accepts a WebSocket, says Engine.IO's handshake in two fragments, and never says anything again: half open. */
final class SilentServer implements AutoCloseable {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final String handshake;

    SilentServer(Duration pingInterval, Duration pingTimeout) throws IOException {
        this.handshake = "0{\"sid\":\"s\",\"upgrades\":[],\"pingInterval\":" + pingInterval.toMillis()
                + ",\"pingTimeout\":" + pingTimeout.toMillis() + "}";
        Thread.ofVirtual().start(this::serve);
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort());
    }

    int sessions() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : new ArrayList<>(open)) {
            socket.close();
        }
    }

    private void serve() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                greet(socket);
                open.add(socket);
            } catch (IOException | NoSuchAlgorithmException e) {
                // The test is over, or a client left; the next may come.
                continue;
            }
        }
    }

    private void greet(Socket socket) throws IOException, NoSuchAlgorithmException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        String key = "";
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                key = line.substring(line.indexOf(':') + 1).strip();
            }
        }
        byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(UTF_8));
        OutputStream out = socket.getOutputStream();
        out.write(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n")
                        .getBytes(UTF_8));
        int half = handshake.length() / 2;
        frame(out, 0x01, handshake.substring(0, half));
        frame(out, 0x80, handshake.substring(half));
        out.flush();
    }

    /** An unmasked frame of fewer than 126 bytes. */
    private static void frame(OutputStream out, int firstByte, String text) throws IOException {
        out.write(firstByte);
        out.write(text.length());
        out.write(text.getBytes(UTF_8));
    }
}
