package dev.rigger.inventory;

import java.util.List;

/** Table {@code progress}. */
public interface Progress {
    /** Once a (stream, number). */
    void append(StoredProgress line);

    List<StoredProgress> of(String stream, int from);
}
