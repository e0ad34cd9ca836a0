package dev.rigger.activities.kubernetes.cluster;

import dev.rigger.devnet.local.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A line to an API server that can be cut: what was connected breaks, and nothing connects until it is mended. */
final class Line implements AutoCloseable {
    private static final Pattern SERVER = Pattern.compile("(https?://127\\.0\\.0\\.1:)(\\d+)");

    private final ServerSocket listener;
    private final String direct;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private Line(String direct) throws IOException {
        this.direct = direct;
        this.target = SERVER.matcher(direct)
                .results()
                .map(server -> Integer.parseInt(server.group(2)))
                .findFirst()
                .orElseThrow();
        this.listener = new ServerSocket(Loopback.port(0), 50, InetAddress.getByName(Loopback.ADDRESS));
        Thread.startVirtualThread(this::accept);
    }

    /** @param kubeconfig of an API server on this machine */
    static Line to(String kubeconfig) throws IOException {
        return new Line(kubeconfig);
    }

    /** The same API server's, at the end of this line. */
    String kubeconfig() {
        return SERVER.matcher(direct).replaceAll("$1" + listener.getLocalPort());
    }

    void cut() {
        cut = true;
        open.forEach(Line::hangUp);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                open.add(near);
                if (cut) {
                    hangUp(near);
                } else {
                    Socket far = new Socket(Loopback.ADDRESS, target);
                    open.add(far);
                    pump(near, far);
                    pump(far, near);
                }
            } catch (IOException nobodyThere) {
                // The caller sees a connection that is closed, which is what this line is for.
                continue;
            }
        }
    }

    private void pump(Socket from, Socket to) {
        Thread.startVirtualThread(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException broken) {
                // Both ends are closed now.
                open.remove(from);
            }
        });
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
