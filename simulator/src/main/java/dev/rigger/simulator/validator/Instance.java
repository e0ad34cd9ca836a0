package dev.rigger.simulator.validator;

import dev.rigger.placement.GpuKind;
import org.jspecify.annotations.Nullable;

/** One copy of a chute as the validator knows it, of ours or of a rival. Units are compute units, moments milliseconds. */
public final class Instance {
    private static final long NOT_YET = -1;

    final ChuteState chute;
    final long serial;
    final int version;
    final long createdAt;
    final int targetThen;
    final boolean job;

    /** What a rival runs it on; null for ours, whose GPUs are our own business. */
    final @Nullable GpuKind rivalKind;

    long activatedAt = NOT_YET;
    double multiplier;
    boolean gone;

    /** Units of the rows of its history that are closed, and of the open one since {@link #countedTo}. */
    double closedUnits;

    double openUnits;
    long countedTo;

    Instance(ChuteState chute, long serial, long createdAt, int targetThen, boolean job, @Nullable GpuKind rivalKind) {
        this.chute = chute;
        this.serial = serial;
        this.version = chute.version;
        this.createdAt = createdAt;
        this.targetThen = targetThen;
        this.job = job;
        this.rivalKind = rivalKind;
    }

    public boolean ours() {
        return rivalKind == null;
    }

    public boolean active() {
        return activatedAt != NOT_YET && !gone;
    }

    public boolean gone() {
        return gone;
    }

    public double multiplier() {
        return multiplier;
    }

    public int chuteIndex() {
        return chute.spec.index();
    }

    public int version() {
        return version;
    }

    /** All that it earned so far, whether or not it may keep it. */
    public double units() {
        return closedUnits + openUnits;
    }
}
