package dev.rigger.devnet.validator.platform;

import java.time.Instant;
import java.util.Locale;

/**
 * A container image that chutes run in.
 *
 * @param patchVersion changes when the SDK inside is patched; {@code initial} before that
 */
public record ImageRecord(
        String imageId,
        String username,
        String name,
        String tag,
        String patchVersion,
        String chutesVersion,
        Instant createdAt) {
    /** {@code user/name:tag[-patch]} in lower case. */
    public String reference() {
        return (username + "/" + name).toLowerCase(Locale.ROOT) + ":" + shortTag();
    }

    public String shortTag() {
        return patchVersion.equals("initial") ? tag : tag + "-" + patchVersion;
    }
}
