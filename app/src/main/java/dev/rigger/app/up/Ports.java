package dev.rigger.app.up;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Gives each server the port it is known by, or the next one that is free, and says so then. */
final class Ports {
    private static final int TRIES = 500;

    private final Terminal terminal;
    private final Set<Integer> given = new HashSet<>();

    Ports(Terminal terminal) {
        this.terminal = terminal;
    }

    int next(String who, int wanted) throws IOException {
        for (int port = wanted; port < wanted + TRIES; port++) {
            if (given.contains(port) || !isFree(port)) {
                continue;
            }
            given.add(port);
            if (port != wanted) {
                terminal.say("Port " + wanted + " is taken, so " + who + " listens on " + port);
            }
            return port;
        }
        throw new IOException("No port from " + wanted + " to " + (wanted + TRIES) + " is free for " + who);
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new java.net.InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
