package dev.rigger.activities.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of Engine.IO 4 over the WebSocket transport. Answers the server's pings; silence for longer than the
 * handshake's ping interval plus timeout means that nobody is there any more, whatever TCP believes.
 */
final class EngineIoConnection implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    /** A server may ask for what it likes, but not for an eternity. */
    private static final long MOST_SILENCE_MILLIS = 120_000;

    private static final long LEAST_SILENCE_MILLIS = 50;
    private static final int MAX_MESSAGE_CHARS = 8 * 1024 * 1024;

    private final WebSocket socket;
    private final BlockingQueue<Incoming> incoming;
    private Duration silence = HANDSHAKE;
    private long heardAt = System.nanoTime();

    private EngineIoConnection(WebSocket socket, BlockingQueue<Incoming> incoming) {
        this.socket = socket;
        this.incoming = incoming;
    }

    private sealed interface Incoming {
        record Packet(String text) implements Incoming {}

        record Ended(String why) implements Incoming {}
    }

    /** Connects; the handshake is read with the first {@link #nextMessage()}. */
    static EngineIoConnection open(HttpClient http, URI server) throws IOException {
        BlockingQueue<Incoming> incoming = new LinkedBlockingQueue<>();
        try {
            WebSocket socket = http.newWebSocketBuilder()
                    .connectTimeout(HANDSHAKE)
                    .buildAsync(endpoint(server), new Frames(incoming))
                    .join();
            return new EngineIoConnection(socket, incoming);
        } catch (CompletionException e) {
            throw new IOException("cannot connect to " + endpoint(server).getHost() + ": " + e.getCause(), e);
        }
    }

    static URI endpoint(URI server) {
        String scheme = switch (server.getScheme()) {
            case "https", "wss" -> "wss";
            default -> "ws";
        };
        return URI.create(scheme + "://" + server.getRawAuthority() + "/socket.io/?transport=websocket&EIO=4");
    }

    /**
     * The next message for the layer above, or null when none came in that time. Throws when the connection ended, or has
     * been silent for too long.
     */
    @Nullable
    String nextMessage(Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            String packet = nextPacket(deadline - System.nanoTime());
            if (packet == null) {
                return null;
            }
            char type = packet.isEmpty() ? ' ' : packet.charAt(0);
            switch (type) {
                case '0' -> silence = silenceAllowed(packet.substring(1));
                case '1' -> throw new IOException("the server closed the session");
                case '2' -> send("3" + packet.substring(1));
                case '4' -> {
                    return packet.substring(1);
                }
                default -> {
                    // Pongs, upgrades and no-ops ask for nothing.
                }
            }
        }
    }

    void sendMessage(String message) throws IOException {
        send("4" + message);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private @Nullable String nextPacket(long patienceNanos) throws IOException, InterruptedException {
        long untilSilent = heardAt + silence.toNanos() - System.nanoTime();
        Incoming next = incoming.poll(Math.min(patienceNanos, untilSilent), TimeUnit.NANOSECONDS);
        if (next == null) {
            if (untilSilent <= patienceNanos) {
                throw new IOException("nothing was heard for " + silence.toMillis() + " ms");
            }
            return null;
        }
        heardAt = System.nanoTime();
        socket.request(1);
        return switch (next) {
            case Incoming.Packet packet -> packet.text();
            case Incoming.Ended ended -> throw new IOException(ended.why());
        };
    }

    /** A peer that takes nothing any more must not hold us up for ever. */
    private void send(String packet) throws IOException {
        try {
            socket.sendText(packet, true)
                    .orTimeout(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IOException("cannot send: " + e.getCause(), e);
        }
    }

    private static Duration silenceAllowed(String handshake) throws IOException {
        try {
            JsonNode open = JSON.readTree(handshake);
            long millis = open.path("pingInterval").asLong(25_000)
                    + open.path("pingTimeout").asLong(20_000);
            return Duration.ofMillis(Math.clamp(millis, LEAST_SILENCE_MILLIS, MOST_SILENCE_MILLIS));
        } catch (JsonProcessingException e) {
            throw new IOException("the handshake is not JSON", e);
        }
    }

    /** Puts fragments together; one message is asked for at a time, so that memory stays bounded. */
    private static final class Frames implements WebSocket.Listener {
        private final BlockingQueue<Incoming> incoming;
        private final StringBuilder message = new StringBuilder();

        Frames(BlockingQueue<Incoming> incoming) {
            this.incoming = incoming;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (message.length() > MAX_MESSAGE_CHARS) {
                incoming.add(new Incoming.Ended("a message is longer than " + MAX_MESSAGE_CHARS + " characters"));
                webSocket.abort();
            } else if (last) {
                incoming.add(new Incoming.Packet(message.toString()));
                message.setLength(0);
            } else {
                webSocket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            incoming.add(new Incoming.Ended("closed by the server, code " + statusCode));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            incoming.add(new Incoming.Ended("connection lost: " + error));
        }
    }
}
