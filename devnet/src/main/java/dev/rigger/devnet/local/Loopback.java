package dev.rigger.devnet.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Ports of 127.0.0.1, and further addresses that reach this machine alone. */
public final class Loopback {
    public static final String ADDRESS = "127.0.0.1";

    /** Below the ports that Linux gives to outgoing connections, which could take one before its server listens. */
    private static final int LOWEST = 10_240;

    private static final int COUNT = 20_000 - LOWEST;

    /**
     * A port is free for a moment between here and the server that will listen on it. So no process asks twice for the same
     * one, and processes that run side by side begin as many ports apart as any of them ever takes.
     */
    private static final int APART = 97;

    private static final AtomicLong NEXT =
            new AtomicLong(ProcessHandle.current().pid() * APART);

    /** 127.0.0.0/8 has 24 bits for hosts. */
    private static final int ADDRESS_BITS = 11;

    private static final int SHARES = (1 << (24 - ADDRESS_BITS)) - 2;

    private Loopback() {}

    /**
     * An address at which servers of this process may take any port: processes that run side by side have others.
     *
     * @param number which of the process's addresses, 0 to 2045
     */
    public static String ownAddress(int number) {
        int within = Objects.checkIndex(number, (1 << ADDRESS_BITS) - 2) + 1;
        int share = 1 + (int) (ProcessHandle.current().pid() % SHARES);
        int host = (share << ADDRESS_BITS) | within;
        return "127.%d.%d.%d".formatted(host >> 16, (host >> 8) & 255, host & 255);
    }

    /** The wanted port, or any that nobody listens on when it is 0. */
    public static int port(int wanted) {
        return ports(wanted).getFirst();
    }

    /** Each the wanted port, or where that is 0 another one that nobody listens on; no two of those are the same. */
    static List<Integer> ports(int... wanted) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            List<Integer> ports = new ArrayList<>();
            for (int port : wanted) {
                if (port == 0) {
                    ServerSocket socket = free();
                    held.add(socket);
                    ports.add(socket.getLocalPort());
                } else {
                    ports.add(port);
                }
            }
            return List.copyOf(ports);
        } finally {
            held.forEach(Loopback::close);
        }
    }

    private static ServerSocket free() {
        for (int tries = 0; tries < COUNT; tries++) {
            try {
                return bound(LOWEST + (int) (NEXT.getAndIncrement() % COUNT));
            } catch (BindException taken) {
                // Another one, then.
            }
        }
        throw new IllegalStateException(
                "No free port between " + LOWEST + " and " + (LOWEST + COUNT - 1) + " on " + ADDRESS);
    }

    private static ServerSocket bound(int port) throws BindException {
        try {
            return new ServerSocket(port, 1, InetAddress.getByName(ADDRESS));
        } catch (BindException taken) {
            throw taken;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on " + ADDRESS, e);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot give back port " + socket.getLocalPort(), e);
        }
    }
}
