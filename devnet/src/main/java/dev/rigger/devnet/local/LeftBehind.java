package dev.rigger.devnet.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The servers that a killed run left running in a directory, for whoever wants to remove the directory itself. */
public final class LeftBehind {
    private static final List<String> PID_FILES = Stream.concat(
                    Stream.of(LocalPostgres.PID_FILE, LocalRedis.PID_FILE, LocalTemporal.PID_FILE),
                    LocalKubernetes.PID_FILES.stream())
            .toList();

    private LeftBehind() {}

    /** Ends whichever of our servers works in {@code directory}; none is success. */
    public static void end(Path directory) throws IOException {
        Path data = directory.resolve("data");
        for (String pidFile : PID_FILES) {
            Leftover.end(data.resolve(pidFile), data);
        }
    }
}
