package dev.rigger.simulator.miner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts what a miner did. Times in milliseconds, decisions in nanoseconds of real time. */
public final class Meter {
    private static final int EXAMPLES = 3;

    private final List<String> examples = new ArrayList<>();
    private int launches;
    private int refusals;
    private int granted;
    private int activations;
    private int preemptions;
    private int violations;
    private int plans;
    private double gaps;
    private long busyGpuMillis;
    private long measuredAt;
    private int busyGpus;
    private long[] toActive = new long[256];
    private long[] decisions = new long[256];

    void begins(long now) {
        measuredAt = now;
    }

    void launched() {
        launches++;
    }

    void refused() {
        refusals++;
    }

    void granted() {
        granted++;
    }

    void activated(long afterMillis) {
        if (activations == toActive.length) {
            toActive = Arrays.copyOf(toActive, activations * 2);
        }
        toActive[activations++] = afterMillis;
    }

    void preempted() {
        preemptions++;
    }

    void violated(List<String> rules) {
        violations += rules.size();
        for (String rule : rules) {
            if (examples.size() < EXAMPLES) {
                examples.add(rule);
            }
        }
    }

    void planned(long nanos, double gap) {
        if (plans == decisions.length) {
            decisions = Arrays.copyOf(decisions, plans * 2);
        }
        decisions[plans++] = nanos;
        gaps += gap;
    }

    void gpusBusy(int change, long now) {
        until(now);
        busyGpus += change;
    }

    private void until(long now) {
        busyGpuMillis += busyGpus * (now - measuredAt);
        measuredAt = now;
    }

    /** The share of GPU time since it began in which nobody held the GPU. */
    public double idleShare(int gpus, long beganAt, long now) {
        until(now);
        return 1 - busyGpuMillis / ((double) gpus * (now - beganAt));
    }

    public int launches() {
        return launches;
    }

    public int refusals() {
        return refusals;
    }

    /** Of the launches that got a token, those that came to serve. */
    public double activationRate() {
        return granted == 0 ? 0 : (double) activations / granted;
    }

    public int preemptions() {
        return preemptions;
    }

    public int violations() {
        return violations;
    }

    /** The first few of them, in words. */
    public List<String> examples() {
        return List.copyOf(examples);
    }

    public int plans() {
        return plans;
    }

    public double meanGap() {
        return plans == 0 ? 0 : gaps / plans;
    }

    public double secondsToActive(double quantile) {
        return quantile(toActive, activations, quantile) / 1e3;
    }

    public double decisionMillis(double quantile) {
        return quantile(decisions, plans, quantile) / 1e6;
    }

    private static double quantile(long[] of, int count, double quantile) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(of, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, (int) (quantile * count))];
    }
}
