package dev.rigger.devnet.validator.socket;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import dev.rigger.devnet.validator.faults.SocketFaults;
import dev.rigger.devnet.validator.platform.Announcer;
import dev.rigger.devnet.validator.platform.PlatformEvent;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where miners listen: Socket.IO 5 over Engine.IO 4, namespace {@code /}. A miner sends {@code authenticate} with the
 * signed headers of purpose {@code sockets}; events leave as {@code miner_broadcast} to authenticated sessions only.
 * Nothing is stored, nothing is repeated after a reconnect.
 */
public final class MinerSocket implements Announcer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MinerSocket.class);
    private static final String EVENT = "miner_broadcast";

    private final SocketIOServer server;
    private final MinerGate gate;
    private final SocketFaults faults;
    private final Map<UUID, Session> sessions = new ConcurrentHashMap<>();

    /** @param mark which faults were there when it authenticated */
    private record Session(SocketIOClient client, String hotkey, long mark) {}

    public MinerSocket(
            String address,
            int port,
            Duration pingInterval,
            Duration pingTimeout,
            MinerGate gate,
            SocketFaults faults) {
        this.gate = gate;
        this.faults = faults;
        this.server = new FaultyLines(SocketServers.configuration(address, port, pingInterval, pingTimeout), faults);
        server.addEventListener("authenticate", Map.class, (client, headers, ack) -> authenticate(client, headers));
        server.addEventListener("miner_message", Object.class, (client, message, ack) -> message(client));
        server.addDisconnectListener(client -> sessions.remove(client.getSessionId()));
    }

    public void start() {
        server.start();
    }

    @Override
    public void publish(PlatformEvent event) {
        if (event.audience() == PlatformEvent.Audience.PUBLIC) {
            return;
        }
        Map<String, Object> wire = event.wire();
        sessions.values().stream()
                .filter(session -> event.recipients().isEmpty()
                        || (event.recipients().contains(session.hotkey()) && !faults.stolen(session.mark())))
                .forEach(session -> send(session, event.reason(), wire));
    }

    /** How many miners' sessions are authenticated now. */
    public int authenticated() {
        return sessions.size();
    }

    /** Ends every connection; answers how many there were. */
    public int dropAll() {
        return SocketServers.dropAll(server);
    }

    @Override
    public void close() {
        SocketServers.stop(server);
    }

    private void send(Session session, String reason, Map<String, Object> event) {
        SocketIOClient client = session.client();
        faults.deliver(reason, client.getSessionId(), () -> client.sendEvent(EVENT, event));
    }

    private void authenticate(SocketIOClient client, Map<?, ?> headers) {
        Map<String, String> named = new LinkedHashMap<>();
        headers.forEach((name, value) -> named.put(String.valueOf(name), String.valueOf(value)));
        try {
            String hotkey = gate.forSocket(named);
            if (!faults.answersAuthentication()) {
                return;
            }
            sessions.put(client.getSessionId(), new Session(client, hotkey, faults.mark()));
            client.sendEvent("auth_success", Map.of("message", "Authenticated"));
        } catch (Refusal refusal) {
            LOG.info("Refused a socket: {}", refusal.detail());
            client.sendEvent("auth_failed", Map.of("error", "Authentication failed: " + refusal.detail()));
            client.disconnect();
        }
    }

    private void message(SocketIOClient client) {
        if (!sessions.containsKey(client.getSessionId())) {
            client.disconnect();
        }
    }
}
