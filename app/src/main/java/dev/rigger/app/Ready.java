package dev.rigger.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whoever started this process that it is ready, by a file where the starter asked for one. */
public final class Ready {
    /** Names the file to write; absent where nobody waits. */
    public static final String FILE = "RIGGER_READY_FILE";

    private Ready() {}

    public static void say() {
        String file = System.getenv(FILE);
        if (file == null || file.isBlank()) {
            return;
        }
        try {
            Files.writeString(
                    Path.of(file), Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }
}
