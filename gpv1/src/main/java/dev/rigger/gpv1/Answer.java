package dev.rigger.gpv1;

import java.util.Map;

/**
 * What a server's GPUs answered.
 *
 * @param plaintexts what each GPU's boxes held, by uuid; a GPU whose boxes stayed shut is absent
 * @param roots hex Merkle root of each GPU's work, by uuid
 * @param sizes how much work each GPU says it did, by uuid; absent where the channel does not carry it
 */
public record Answer(Map<String, String> plaintexts, Map<String, String> roots, Map<String, WorkSize> sizes) {
    public Answer {
        plaintexts = Map.copyOf(plaintexts);
        roots = Map.copyOf(roots);
        sizes = Map.copyOf(sizes);
    }

    /** Over a channel that carries no sizes. */
    public Answer(Map<String, String> plaintexts, Map<String, String> roots) {
        this(plaintexts, roots, Map.of());
    }
}
