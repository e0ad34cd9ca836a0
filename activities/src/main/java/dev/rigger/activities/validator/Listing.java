package dev.rigger.activities.validator;

import java.util.List;

/**
 * A list as it came.
 *
 * @param why what was the matter, empty for a complete one
 */
public record Listing<T>(List<T> items, Completeness completeness, String why) {
    public boolean complete() {
        return completeness.complete();
    }
}
