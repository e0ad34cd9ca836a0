package dev.rigger.devnet.validator.platform;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says to create or change a chute; whatever is missing has a sensible value.
 *
 * @param include GPU types to choose from; null for every one with enough memory
 * @param target copies wanted over all miners
 * @param code the source that is handed out; only chutes of SDKs before 0.3.61 have any
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
        @Nullable Integer target) {
    public static ChuteOrder of(String name, int gpuCount, int minVramGb, String... include) {
        return new ChuteOrder(
                name, null, gpuCount, minVramGb, List.of(include), null, null, null, null, null, null, null);
    }

    public ChuteOrder wanting(int copies) {
        return new ChuteOrder(
                name, username, gpuCount, minVramGb, include, chutesVersion, code, open, tee, disabled, boost, copies);
    }

    public ChuteOrder legacy(String sdkVersion, String source) {
        return new ChuteOrder(
                name, username, gpuCount, minVramGb, include, sdkVersion, source, open, tee, disabled, boost, target);
    }

    static <T> T orElse(@Nullable T value, T otherwise) {
        return Objects.requireNonNullElse(value, otherwise);
    }
}
