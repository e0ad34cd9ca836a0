package dev.rigger.devnet.validator.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves HTTP/1.1 on a port, each connection on a thread of its own. The JDK's server would do, but for one thing: it hides its
 * connections, and a torn down one must be reset, not ended.
 */
public final class HttpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final int WAITING_CONNECTIONS = 1024;

    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Takes the port; connections wait until it is started.
     *
     * @param port 0 for any free one
     * @throws IOException when the port is taken
     */
    public HttpListener(String address, int port) throws IOException {
        this.socket = new ServerSocket(port, WAITING_CONNECTIONS, InetAddress.getByName(address));
    }

    public int port() {
        return socket.getLocalPort();
    }

    public void start(Router router) {
        threads.execute(() -> accept(router));
    }

    @Override
    public void close() {
        close(socket);
        open.forEach(HttpListener::close);
        threads.shutdownNow();
    }

    private void accept(Router router) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                threads.execute(() -> serve(connection, router));
            } catch (IOException e) {
                LOG.debug("Nobody more is accepted at {}", socket, e);
            }
        }
    }

    private void serve(Socket connection, Router router) {
        try (connection) {
            new HttpConnection(connection, router).serve();
        } catch (IOException e) {
            LOG.debug("{} ended early", connection, e);
        } finally {
            open.remove(connection);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            LOG.debug("{} does not close cleanly", socket, e);
        }
    }
}
