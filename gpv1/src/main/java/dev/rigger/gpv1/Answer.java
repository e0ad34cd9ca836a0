package dev.rigger.gpv1;

import java.util.Map;

/**
 * What a server's GPUs answered.
 *
 * @param plaintexts what each GPU's boxes held, by uuid; a GPU whose boxes stayed shut is absent
 * @param roots hex Merkle root of each GPU's work, by uuid
 */
public record Answer(Map<String, String> plaintexts, Map<String, String> roots) {
    public Answer {
        plaintexts = Map.copyOf(plaintexts);
        roots = Map.copyOf(roots);
    }
}
