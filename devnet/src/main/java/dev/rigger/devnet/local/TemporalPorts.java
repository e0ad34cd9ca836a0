package dev.rigger.devnet.local;

import java.util.List;

/**
 * Where a local Temporal listens, all on 127.0.0.1.
 *
 * @param grpc for workers and clients
 * @param ui for people
 * @param http for readiness checks
 * @param metrics Prometheus
 */
public record TemporalPorts(int grpc, int ui, int http, int metrics) {
    /** Four ports that are free now. */
    public static TemporalPorts free() {
        return of(0, 0);
    }

    /** These two, and free ones for the rest; 0 takes any free one. */
    public static TemporalPorts of(int grpc, int ui) {
        List<Integer> ports = Loopback.ports(grpc, ui, 0, 0);
        return new TemporalPorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    }
}
