package dev.rigger.devnet.validator.socket;

import com.corundumstudio.socketio.SocketIOServer;
import dev.rigger.devnet.validator.platform.Announcer;
import dev.rigger.devnet.validator.platform.PlatformEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where anybody listens, unsigned: what happens to instances and bounties leaves as {@code events}. */
public final class PublicSocket implements Announcer, AutoCloseable {
    private static final String EVENT = "events";

    private final SocketIOServer server;

    public PublicSocket(String address, int port, Duration pingInterval, Duration pingTimeout) {
        this.server = new SocketIOServer(SocketServers.configuration(address, port, pingInterval, pingTimeout));
    }

    public void start() {
        server.start();
    }

    @Override
    public void publish(PlatformEvent event) {
        if (event.audience() != PlatformEvent.Audience.MINERS) {
            Map<String, Object> wire = new LinkedHashMap<>(event.wire());
            wire.remove("filter_recipients");
            server.getAllClients().forEach(client -> client.sendEvent(EVENT, wire));
        }
    }

    @Override
    public void close() {
        SocketServers.stop(server);
    }
}
