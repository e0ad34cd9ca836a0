package dev.rigger.gpv1;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks for rows to be shown against roots that were committed to before.
 *
 * @param seed of the challenge whose work is held
 * @param asked by GPU uuid
 */
public record OpenRequest(long seed, Map<String, List<Rows>> asked) {
    private static final int MOST_ROWS = 255;

    public OpenRequest {
        asked = asked.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
    }

    /**
     * Rows under one root.
     *
     * @param audit 0 for the work's root, else an audit's number
     * @param step of that audit, from 0
     */
    public record Rows(int audit, int step, List<Long> rows) {
        public Rows {
            if (audit < 0 || step < 0 || rows.size() > MOST_ROWS) {
                throw new InvalidChallengeException(
                        "audit and step must not be negative, and rows at most " + MOST_ROWS);
            }
            rows = List.copyOf(rows);
        }
    }
}
