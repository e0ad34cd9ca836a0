package dev.rigger.devnet.local;

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
        return new TemporalPorts(Loopback.port(grpc), Loopback.port(ui), Loopback.port(0), Loopback.port(0));
    }
}
