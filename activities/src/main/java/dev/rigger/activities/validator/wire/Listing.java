package dev.rigger.activities.validator.wire;

import java.util.List;

/**
 * A list as it came.
 *
 * @param why what was the matter, empty for a complete one
 */
public record Listing<T>(List<T> items, Completeness completeness, String why) {
    public Listing {
        items = List.copyOf(items);
    }

    public static <T> Listing<T> without(Completeness completeness, String why) {
        return new Listing<>(List.of(), completeness, why);
    }

    public boolean complete() {
        return completeness.complete();
    }
}
