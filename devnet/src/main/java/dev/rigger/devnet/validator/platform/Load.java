package dev.rigger.devnet.validator.platform;

import java.time.Instant;

/**
 * What the platform measured of a chute's demand, and what it did about it: one capacity record.
 *
 * @param utilization share of the copies' capacity in use, 0 to 1
 * @param action what the autoscaler did: {@code no_action}, {@code scale_up_candidate}, …
 */
public record Load(Instant at, Windows utilization, Requests last5m, Requests last15m, Requests last1h, String action) {
    /** One figure over four windows. */
    public record Windows(double current, double last5m, double last15m, double last1h) {
        public static Windows steady(double value) {
            return new Windows(value, value, value, value);
        }
    }

    /** Requests in one window. */
    public record Requests(long completed, long rateLimited) {
        public static final Requests NONE = new Requests(0, 0);

        public long total() {
            return completed + rateLimited;
        }

        public double rateLimitRatio() {
            return total() == 0 ? 0 : (double) rateLimited / total();
        }
    }

    /** Nobody asks. */
    public static Load none(Instant at) {
        return new Load(at, Windows.steady(0), Requests.NONE, Requests.NONE, Requests.NONE, "no_action");
    }
}
