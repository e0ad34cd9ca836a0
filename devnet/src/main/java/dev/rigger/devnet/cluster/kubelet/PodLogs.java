package dev.rigger.devnet.cluster.kubelet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The last lines each pod printed. */
public final class PodLogs {
    private static final int KEPT_LINES = 500;

    private final Map<String, Deque<String>> byUid = new ConcurrentHashMap<>();

    void append(String podUid, String line) {
        byUid.compute(podUid, (uid, lines) -> {
            Deque<String> all = lines == null ? new ArrayDeque<>() : lines;
            all.addLast(line);
            if (all.size() > KEPT_LINES) {
                all.removeFirst();
            }
            return all;
        });
    }

    public List<String> of(String podUid) {
        Deque<String> lines = byUid.get(podUid);
        return lines == null ? List.of() : List.copyOf(lines);
    }

    void forget(String podUid) {
        byUid.remove(podUid);
    }
}
