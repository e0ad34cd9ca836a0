package dev.rigger.activities.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to one validator: Socket.IO 5 on the default namespace, over the WebSocket transport alone.
 *
 * <p>Promises: it never gives up. A connection that cannot be made, ends, goes silent, is refused or is not let in is made
 * again after a pause with full jitter that grows to a cap; every connection authenticates anew, with a fresh signature. It
 * does so again and again while the connection lasts, because a second session of the same hotkey, whoever's it is, gets
 * what is meant for us alone until then. Events are hints: what is said while it is away is not said again, so whoever
 * relies on them also polls.
 */
public final class SocketIoClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketIoClient.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** From the connection until the server lets us in. */
    private static final Duration ADMISSION = Duration.ofSeconds(10);

    private static final int MOST_DOUBLINGS = 16;

    private final URI server;
    private final Supplier<Map<String, String>> authentication;
    private final SocketListener listener;
    private final Duration firstPause;
    private final Duration longestPause;
    private final Duration authenticateEvery;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param server the validator's socket, {@code ws}, {@code wss}, {@code http} or {@code https}
     * @param authentication the signed headers of purpose {@code sockets}, made anew for each connection
     * @param firstPause bound of the first pause before connecting again; doubles
     * @param longestPause cap of that doubling
     * @param authenticateEvery how long another session may get what is meant for us
     */
    public SocketIoClient(
            URI server,
            Supplier<Map<String, String>> authentication,
            SocketListener listener,
            Duration firstPause,
            Duration longestPause,
            Duration authenticateEvery) {
        this.server = server;
        this.authentication = authentication;
        this.listener = listener;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.authenticateEvery = authenticateEvery;
        this.thread = Thread.ofVirtual().name("socket-" + server.getHost()).unstarted(this::listenForEver);
    }

    /** Begins to connect; returns at once. */
    public void start() {
        thread.start();
    }

    /** Ends the connection for good. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        http.shutdownNow();
    }

    private void listenForEver() {
        int failures = 0;
        while (!closed) {
            Session session = new Session();
            try (EngineIoConnection connection = EngineIoConnection.open(http, server)) {
                session.run(connection);
            } catch (IOException e) {
                tellDisconnected(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("The socket's listener failed; connecting again", e);
                tellDisconnected("listener failed");
            }
            failures = session.lasted() ? 0 : failures + 1;
            if (!pause(failures)) {
                return;
            }
        }
    }

    private void tellDisconnected(String why) {
        if (!closed) {
            LOG.warn("Socket to {} is down: {}; connecting again", server.getHost(), why);
            listener.disconnected(why);
        }
    }

    /** Full jitter: anywhere between nothing and a bound that doubles up to the cap. */
    private boolean pause(int failures) {
        long bound = firstPause.toMillis() << Math.min(failures, MOST_DOUBLINGS);
        long millis = ThreadLocalRandom.current().nextLong(1 + Math.min(bound, longestPause.toMillis()));
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** One connection's life on the layer of Socket.IO. */
    private final class Session {
        private final long begunAt = System.nanoTime();
        private boolean authenticated;
        private long authenticateAt = begunAt + ADMISSION.toNanos();

        /** One that lets us in and throws us out at once is no better than one that does not let us in. */
        boolean lasted() {
            return authenticated && System.nanoTime() - begunAt > longestPause.toNanos();
        }

        void run(EngineIoConnection connection) throws IOException, InterruptedException {
            connection.sendMessage("0");
            while (!closed) {
                String packet = connection.nextMessage(Duration.ofNanos(authenticateAt - System.nanoTime()));
                if (packet == null) {
                    if (!authenticated) {
                        throw new IOException("nobody let us in within " + ADMISSION.toSeconds() + " s");
                    }
                    authenticate(connection);
                    continue;
                }
                char type = packet.isEmpty() ? ' ' : packet.charAt(0);
                switch (type) {
                    case '0' -> authenticate(connection);
                    case '1' -> throw new IOException("the server ended the session");
                    case '2' -> event(packet.substring(1));
                    case '4' -> throw new IOException("the server refused the session");
                    default -> LOG.debug("Ignoring a Socket.IO packet of type {}", type);
                }
            }
        }

        private void authenticate(EngineIoConnection connection) throws IOException {
            if (authenticated) {
                authenticateAt = System.nanoTime() + authenticateEvery.toNanos();
            }
            connection.sendMessage(
                    "2" + JSON.createArrayNode().add("authenticate").addPOJO(authentication.get()));
        }

        private void event(String json) {
            JsonNode event = parse(json);
            String name = event.path(0).asText();
            JsonNode data = event.path(1);
            switch (name) {
                case "auth_success" -> {
                    if (!authenticated) {
                        authenticated = true;
                        authenticateAt = System.nanoTime() + authenticateEvery.toNanos();
                        LOG.info("Authenticated at {}", server.getHost());
                        listener.authenticated();
                    }
                }
                case "auth_failed" -> {
                    String error = data.path("error").asText("no reason given");
                    LOG.warn(
                            "{} refused our signature (SOCKET_UNAUTHORISED): {}; check the clock and the registration",
                            server.getHost(),
                            error);
                    listener.refused(error);
                }
                default -> listener.event(name, data);
            }
        }

        /** An event may begin with the number of an acknowledgement, which nobody waits for. */
        private static JsonNode parse(String json) {
            int start = json.indexOf('[');
            try {
                return start < 0 ? MissingNode.getInstance() : JSON.readTree(json.substring(start));
            } catch (JsonProcessingException e) {
                LOG.warn("Ignoring an event that is not JSON (EVENT_UNREADABLE), {} characters", json.length());
                return MissingNode.getInstance();
            }
        }
    }
}
