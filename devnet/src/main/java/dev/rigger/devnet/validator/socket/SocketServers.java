package dev.rigger.devnet.validator.socket;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketConfig;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.Transport;
import java.time.Duration;
import java.util.List;

/** What both socket servers have in common: small, on one address, quick to go. */
final class SocketServers {
    private static final Duration PORT_RELEASE = Duration.ofMillis(200);

    private SocketServers() {}

    static Configuration configuration(String address, int port, Duration pingInterval, Duration pingTimeout) {
        Configuration configuration = new Configuration();
        configuration.setHostname(address);
        configuration.setPort(port);
        configuration.setBossThreads(1);
        configuration.setWorkerThreads(2);
        configuration.setTransports(Transport.WEBSOCKET, Transport.POLLING);
        configuration.setPingInterval((int) pingInterval.toMillis());
        configuration.setPingTimeout((int) pingTimeout.toMillis());
        configuration.setRandomSession(true);
        SocketConfig socket = new SocketConfig();
        socket.setReuseAddress(true);
        configuration.setSocketConfig(socket);
        return configuration;
    }

    /** Ends every connection; answers how many there were. */
    static int dropAll(SocketIOServer server) {
        List<SocketIOClient> clients = List.copyOf(server.getAllClients());
        clients.forEach(SocketIOClient::disconnect);
        return clients.size();
    }

    /** Ends every connection and gives the port back; the library's threads end some seconds later by themselves. */
    static void stop(SocketIOServer server) {
        dropAll(server);
        Thread stopping = Thread.ofPlatform().daemon().name("socket-stop").start(server::stop);
        try {
            stopping.join(PORT_RELEASE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
