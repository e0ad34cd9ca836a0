package dev.rigger.gpv1;

import dev.rigger.gpv1.work.Opening;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rows shown, in any order.
 *
 * @param opened by GPU uuid
 */
public record OpenAnswer(Map<String, List<Opened>> opened) {
    public OpenAnswer {
        opened = opened.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
    }

    /**
     * One row under one root.
     *
     * @param audit 0 for the work's root, else an audit's number
     * @param step of that audit, from 0
     */
    public record Opened(int audit, int step, Opening opening) {}
}
