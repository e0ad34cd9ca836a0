package dev.rigger.devnet.validator.platform;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says to create or change a chute; whatever is missing has a sensible value.
 *
 * @param include GPU types to choose from; null for every one with enough memory
 * @param target copies wanted over all miners
 * @param code the source that is handed out; only chutes of old SDKs have any
 * @param launchProof how its pods prove their GPUs
 * @param cords what users may call; an empty list makes a chute of jobs only
 */
public record ChuteOrder(
        @Nullable String name,
        @Nullable String username,
        @Nullable Integer gpuCount,
        @Nullable Integer minVramGb,
        @Nullable List<String> include,
        @Nullable String chutesVersion,
        @Nullable String code,
        @Nullable Boolean open,
        @Nullable Boolean tee,
        @Nullable Boolean disabled,
        @Nullable Double boost,
        @Nullable Integer target,
        @Nullable List<String> cords,
        @Nullable List<ChuteJob> jobs,
        @Nullable String computeType,
        @Nullable Boolean integrated,
        @Nullable Double manualBoost,
        @Nullable Integer concurrency,
        @Nullable Integer maxInstances,
        @Nullable LaunchProof launchProof) {
    private static final ChuteOrder EMPTY = new ChuteOrder(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null);

    public static ChuteOrder of(String name, int gpuCount, int minVramGb, String... include) {
        return EMPTY.with(order -> {
            order.name = name;
            order.gpuCount = gpuCount;
            order.minVramGb = minVramGb;
            order.include = List.of(include);
        });
    }

    public ChuteOrder wanting(int copies) {
        return with(order -> order.target = copies);
    }

    public ChuteOrder legacy(String sdkVersion, String source) {
        return with(order -> {
            order.chutesVersion = sdkVersion;
            order.code = source;
        });
    }

    /** The same order with something said besides. */
    public ChuteOrder with(Consumer<Draft> change) {
        Draft d = new Draft(this);
        change.accept(d);
        return new ChuteOrder(
                d.name,
                d.username,
                d.gpuCount,
                d.minVramGb,
                d.include,
                d.chutesVersion,
                d.code,
                d.open,
                d.tee,
                d.disabled,
                d.boost,
                d.target,
                d.cords,
                d.jobs,
                d.computeType,
                d.integrated,
                d.manualBoost,
                d.concurrency,
                d.maxInstances,
                d.launchProof);
    }

    static <T> T orElse(@Nullable T value, T otherwise) {
        return Objects.requireNonNullElse(value, otherwise);
    }

    /** An order being written. */
    public static final class Draft {
        public @Nullable String name;
        public @Nullable String username;
        public @Nullable Integer gpuCount;
        public @Nullable Integer minVramGb;
        public @Nullable List<String> include;
        public @Nullable String chutesVersion;
        public @Nullable String code;
        public @Nullable Boolean open;
        public @Nullable Boolean tee;
        public @Nullable Boolean disabled;
        public @Nullable Double boost;
        public @Nullable Integer target;
        public @Nullable List<String> cords;
        public @Nullable List<ChuteJob> jobs;
        public @Nullable String computeType;
        public @Nullable Boolean integrated;
        public @Nullable Double manualBoost;
        public @Nullable Integer concurrency;
        public @Nullable Integer maxInstances;
        public @Nullable LaunchProof launchProof;

        private Draft(ChuteOrder from) {
            name = from.name;
            username = from.username;
            gpuCount = from.gpuCount;
            minVramGb = from.minVramGb;
            include = from.include;
            chutesVersion = from.chutesVersion;
            code = from.code;
            open = from.open;
            tee = from.tee;
            disabled = from.disabled;
            boost = from.boost;
            target = from.target;
            cords = from.cords;
            jobs = from.jobs;
            computeType = from.computeType;
            integrated = from.integrated;
            manualBoost = from.manualBoost;
            concurrency = from.concurrency;
            maxInstances = from.maxInstances;
            launchProof = from.launchProof;
        }
    }
}
