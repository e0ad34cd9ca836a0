package dev.rigger.devnet.validator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A miner's end of the socket: Socket.IO over one WebSocket, heartbeat included, with everything that came kept. */
final class SocketSide implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final WebSocket socket;
    private final StringBuilder partial = new StringBuilder();

    private SocketSide(URI server) {
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(server.resolve("/socket.io/?EIO=4&transport=websocket"), this)
                .join();
    }

    /** Connects, without authenticating; throws when the connection is refused. */
    static SocketSide connect(DevnetValidator validator) throws CompletionException {
        SocketSide side = new SocketSide(validator.socketUri());
        side.await("0");
        side.socket.sendText("40", true).join();
        side.await("40");
        return side;
    }

    /** Listens where anybody may. */
    static SocketSide toPublic(DevnetValidator validator) {
        SocketSide side = new SocketSide(validator.eventsUri());
        side.await("0");
        side.socket.sendText("40", true).join();
        side.await("40");
        return side;
    }

    /** Says something that is not {@code authenticate}. */
    void say(String event) {
        socket.sendText("42[\"" + event + "\",{}]", true).join();
    }

    /** What comes by the name of that event, up to and with the one for that reason. */
    List<JsonNode> eventsUntil(String event, String reason) {
        List<JsonNode> events = new ArrayList<>();
        do {
            try {
                events.add(JSON.readTree(await("42[\"" + event + "\"").substring(2))
                        .path(1));
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        } while (!events.getLast().path("reason").asText().equals(reason));
        return events;
    }

    static SocketSide authenticated(DevnetValidator validator, MinerSide miner) {
        SocketSide side = connect(validator);
        side.authenticate(miner);
        side.await("42[\"auth_success\"");
        return side;
    }

    void authenticate(MinerSide miner) {
        try {
            socket.sendText("42" + JSON.writeValueAsString(List.of("authenticate", miner.signed("sockets"))), true)
                    .join();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The next frame that begins so; those before it are forgotten. */
    String await(String beginning) {
        try {
            for (String frame = next(); ; frame = next()) {
                if (frame.startsWith(beginning)) {
                    return frame;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The {@code n} field of the next events' data, until the one that carries the last. */
    List<Integer> numbersUntil(int last) {
        List<Integer> numbers = new ArrayList<>();
        do {
            try {
                JsonNode event = JSON.readTree(await("42[\"miner_broadcast\"").substring(2));
                numbers.add(event.path(1).path("data").path("n").asInt());
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        } while (numbers.get(numbers.size() - 1) != last);
        return numbers;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String frame = partial.toString();
            partial.setLength(0);
            frames.add(frame);
            if (frame.equals("2")) {
                webSocket.sendText("3", true);
            }
        }
        webSocket.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        ended.complete(null);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        ended.complete(null);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private String next() throws InterruptedException {
        String frame = frames.poll(20, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("Nothing came in 20 seconds");
        }
        return frame;
    }
}
