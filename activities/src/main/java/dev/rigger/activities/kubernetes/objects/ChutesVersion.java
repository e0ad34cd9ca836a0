package dev.rigger.activities.kubernetes.objects;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version as the platform compares it: the leading {@code X.Y.Z} alone, so that {@code 0.6.0.rc0} equals {@code 0.6.0};
 * whatever does not begin so is {@code 0.0.0}.
 */
public record ChutesVersion(int major, int minor, int patch) implements Comparable<ChutesVersion> {
    private static final Pattern LEADING = Pattern.compile("^(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})");
    private static final Comparator<ChutesVersion> ORDER = Comparator.comparingInt(ChutesVersion::major)
            .thenComparingInt(ChutesVersion::minor)
            .thenComparingInt(ChutesVersion::patch);

    public static ChutesVersion of(@Nullable String text) {
        Matcher leading = LEADING.matcher(text == null ? "" : text);
        return leading.find()
                ? new ChutesVersion(
                        Integer.parseInt(leading.group(1)),
                        Integer.parseInt(leading.group(2)),
                        Integer.parseInt(leading.group(3)))
                : new ChutesVersion(0, 0, 0);
    }

    public boolean atLeast(String other) {
        return compareTo(of(other)) >= 0;
    }

    @Override
    public int compareTo(ChutesVersion other) {
        return ORDER.compare(this, other);
    }
}
