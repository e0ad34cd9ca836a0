package dev.rigger.devnet.validator;

import dev.rigger.devnet.local.Loopback;
import dev.rigger.devnet.validator.platform.StartProblem;
import dev.rigger.devnet.validator.wire.HttpListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on 127.0.0.1: the wanted one, or any free one for 0. */
final class ListeningPorts {
    static final String ADDRESS = Loopback.ADDRESS;

    private ListeningPorts() {}

    static HttpListener http(int port) {
        try {
            return new HttpListener(ADDRESS, port);
        } catch (IOException e) {
            throw taken(port, e);
        }
    }

    /** The socket library does not tell which port it took, so it gets one that is free now. */
    static int socket(int wanted) {
        if (wanted == 0) {
            return Loopback.port(0);
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(ADDRESS), wanted));
            return wanted;
        } catch (IOException e) {
            throw taken(wanted, e);
        }
    }

    private static StartProblem taken(int port, IOException cause) {
        return new StartProblem(
                "The devnet validator cannot listen on " + ADDRESS + ":" + port + ": " + cause.getMessage(),
                "PORT_TAKEN",
                "Choose another port, or 0 for any free one.",
                cause);
    }
}
