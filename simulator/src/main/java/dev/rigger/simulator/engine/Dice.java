package dev.rigger.simulator.engine;

/**
 * Dice without memory: a throw depends on the seed, on what it is for, on whom and on the how-manieth it is, and on nothing
 * else. Two policies that are played with the same seed meet the same luck, however differently they act.
 */
public final class Dice {

    /** What a throw is for; throws for different things know nothing of each other. */
    public enum Of {
        SERVER,
        CHUTE,
        DEMAND,
        BURST,
        RIVAL_START,
        RIVAL_ORDER,
        RIVAL_LIFE,
        SESSION_GAP,
        SESSION_LENGTH,
        BOUNTY,
        ROLLOUT,
        REMOVAL,
        COLD_START,
        FAILURE,
        CRASH,
        DRAIN,
        EVENT_LOSS,
        SPURIOUS_REFUSAL,
        OUTAGE,
        HEALTH,
        JOB,
        EFFORT
    }

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private final long seed;

    public Dice(long seed) {
        this.seed = mix(seed + GOLDEN);
    }

    public long bits(Of what, long whom, long which) {
        return mix(mix(mix(seed + (what.ordinal() + 1) * GOLDEN) ^ whom * 0xD1B54A32D192ED03L)
                ^ which * 0xABC98388FB8FAC03L);
    }

    /** 0 inclusive to 1 exclusive. */
    public double uniform(Of what, long whom, long which) {
        return (bits(what, whom, which) >>> 11) * UNIT;
    }

    public double between(Of what, long whom, long which, double least, double most) {
        return least + uniform(what, whom, which) * (most - least);
    }

    public boolean chance(Of what, long whom, long which, double probability) {
        return uniform(what, whom, which) < probability;
    }

    public double exponential(Of what, long whom, long which, double mean) {
        return -StrictMath.log1p(-uniform(what, whom, which)) * mean;
    }

    /** The normal distribution's standard, by two throws. */
    public double normal(Of what, long whom, long which) {
        long first = bits(what, whom, which);
        double radius = StrictMath.sqrt(-2 * StrictMath.log1p(-(first >>> 11) * UNIT));
        return radius * StrictMath.cos(2 * Math.PI * (mix(first + GOLDEN) >>> 11) * UNIT);
    }

    public double logNormal(Of what, long whom, long which, double median, double sigma) {
        return median * StrictMath.exp(sigma * normal(what, whom, which));
    }

    /** How many of something that happens {@code mean} times on average. */
    public int poisson(Of what, long whom, long which, double mean) {
        double left = uniform(what, whom, which);
        double probability = StrictMath.exp(-mean);
        int count = 0;
        while (left >= probability && count < 1_000) {
            left -= probability;
            count++;
            probability *= mean / count;
        }
        return count;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
