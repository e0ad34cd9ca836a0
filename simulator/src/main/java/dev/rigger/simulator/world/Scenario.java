package dev.rigger.simulator.world;

import java.time.Duration;

/**
 * What kind of world to make; the seed makes one of them.
 *
 * @param load GPUs that users want, as a share of all miners' GPUs
 * @param profile the protocol profile by whose rules is scored
 */
public record Scenario(int servers, int gpus, int chutes, double load, Duration length, Profile profile) {

    /** Other miners own so many times as many GPUs as we do. */
    static final int RIVALS = 9;

    static final double TRUSTED_SERVERS = 0.35;
    static final double TRUSTED_CHUTES = 0.15;
    static final double PRIVATE_CHUTES = 0.25;
    static final double BAD_SERVERS = 0.08;

    public Scenario {
        if (servers < 1 || chutes < 1 || gpus < servers || gpus > servers * 8) {
            throw new IllegalArgumentException("no world with " + servers + " servers, " + gpus + " GPUs and " + chutes
                    + " chutes: every server has 1 to 8 GPUs, and there is at least one chute");
        }
        if (!(load > 0) || length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("a world has a load above 0 and lasts a while");
        }
    }

    /** The fleet, chutes and length by which policies are judged. */
    public static Scenario ofGate(double load) {
        return new Scenario(12, 96, 80, load, Duration.ofDays(2), Profile.P26B);
    }

    public static Scenario ofGateWeek() {
        return new Scenario(100, 800, 300, 1, Duration.ofDays(7), Profile.P26B);
    }

    public Scenario withLoad(double other) {
        return new Scenario(servers, gpus, chutes, other, length, profile);
    }
}
