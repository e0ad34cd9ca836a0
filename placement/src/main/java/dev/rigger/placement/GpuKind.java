package dev.rigger.placement;

import java.util.Comparator;

/** GPUs that are worth the same: one model (the catalogue's short name), in trusted servers or in others. */
public record GpuKind(String model, boolean tee) implements Comparable<GpuKind> {
    private static final Comparator<GpuKind> ORDER =
            Comparator.comparing(GpuKind::model).thenComparing(GpuKind::tee);

    @Override
    public int compareTo(GpuKind other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return tee ? model + " (trusted)" : model;
    }
}
