package dev.rigger.graval;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.prover.HeldWork;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The finished work of several GPUs, by uuid. Closing it gives all their memory back. */
public record ServerWork(Map<String, HeldWork> byUuid) implements AutoCloseable {
    public ServerWork {
        byUuid = Map.copyOf(byUuid);
    }

    /** What the verifier hears: a GPU whose boxes stayed shut has a root and no plaintext. */
    public Answer answer() {
        Map<String, String> plaintexts = new LinkedHashMap<>();
        Map<String, String> roots = new LinkedHashMap<>();
        byUuid.forEach((uuid, work) -> {
            work.plaintext().ifPresent(plaintext -> plaintexts.put(uuid, plaintext));
            roots.put(uuid, HexFormat.of().formatHex(work.root()));
        });
        return new Answer(plaintexts, roots);
    }

    @Override
    public void close() {
        byUuid.values().forEach(HeldWork::close);
    }
}
