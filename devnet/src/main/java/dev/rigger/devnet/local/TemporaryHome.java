package dev.rigger.devnet.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Directories that belong to this JVM, named after its pid, so that a later JVM knows which nobody owns any more. */
final class TemporaryHome {
    private TemporaryHome() {}

    /** Makes one after ending and removing those of JVMs that are gone. */
    static Path make(String server, List<String> pidFiles) throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        String prefix = "rigger-" + server + "-";
        for (Path home : orphans(parent, prefix)) {
            Path data = home.resolve("data");
            for (String pidFile : pidFiles) {
                Leftover.end(data.resolve(pidFile), data);
            }
            Leftover.delete(home);
        }
        return Files.createTempDirectory(
                parent, prefix + ProcessHandle.current().pid() + "-");
    }

    private static List<Path> orphans(Path parent, String prefix) throws IOException {
        try (Stream<Path> homes = Files.list(parent)) {
            return homes.filter(home -> isOrphan(home.getFileName().toString(), prefix))
                    .toList();
        }
    }

    private static boolean isOrphan(String name, String prefix) {
        if (!name.matches(prefix + "\\d{1,18}-\\d+")) {
            return false;
        }
        String owner = name.substring(prefix.length(), name.indexOf('-', prefix.length()));
        return ProcessHandle.of(Long.parseLong(owner)).isEmpty();
    }
}
