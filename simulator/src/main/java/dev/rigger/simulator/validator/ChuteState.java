package dev.rigger.simulator.validator;

import dev.rigger.simulator.world.ChuteSpec;
import java.util.ArrayList;
import java.util.List;

/** What the validator knows of one chute at the moment. */
public final class ChuteState {
    static final long NEVER = -1;

    final ChuteSpec spec;
    final List<Instance> instances = new ArrayList<>();

    boolean exists;
    int version = 1;
    int target;
    int active;
    int pending;
    int rivalsPending;

    // What the autoscaler measures and derives.
    double busy;
    double utilisation5;
    double utilisation15;
    double limited5;
    double limited15;
    double limited60;
    double smoothedUrgency;
    double urgencyBoost = 1;
    boolean scalingUp;

    long bountySince = NEVER;
    long bountyUntil;
    long bountyCooldownUntil;

    // Of private chutes: until when the user waits, and until when it stays once it is served.
    long sessionNumber = NEVER;
    long sessionWaitsUntil;
    long sessionEndsAt = NEVER;

    long rollingUntil = NEVER;

    ChuteState(ChuteSpec spec) {
        this.spec = spec;
    }

    public boolean exists() {
        return exists;
    }

    public int version() {
        return version;
    }

    public int target() {
        return target;
    }

    public int active() {
        return active;
    }

    /** Instances that exist, started ones included. */
    public int live() {
        return active + pending;
    }

    public double utilisation() {
        return utilisation5;
    }

    /** Whether it wants further copies. */
    public boolean scalable() {
        return target > active;
    }

    /** Of a copy that is activated now, without a bounty. */
    public double multiplier() {
        return spec.base() * urgencyBoost;
    }

    /** Since when a bounty stands, or a negative number when none does. */
    public long bountySince() {
        return bountySince;
    }

    /** @param countStarting whether what is on its way counts too, as it does before it was claimed */
    boolean full(int wantedCopies, boolean countStarting) {
        if (!spec.open()) {
            boolean asked = active > 0 || bountySince != NEVER;
            return !asked || active >= wantedCopies;
        }
        return active >= wantedCopies || countStarting && spec.tee() && live() >= wantedCopies + 1;
    }

    /** Of a private chute: whether its user is there. */
    boolean wanted() {
        return sessionNumber != NEVER;
    }
}
