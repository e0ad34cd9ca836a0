package dev.rigger.gpv1;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the scans of one audit committed to.
 *
 * @param audit its number, from 1
 * @param roots one hex Merkle root a step, by GPU uuid
 */
public record AuditAnswer(int audit, Map<String, List<String>> roots) {
    public AuditAnswer {
        roots = roots.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
    }
}
