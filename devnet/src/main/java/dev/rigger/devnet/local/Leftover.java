package dev.rigger.devnet.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a killed run left behind: a server that lives on, and directories nobody owns. */
final class Leftover {
    private static final long FAST_STOP_SECONDS = 10;

    private Leftover() {}

    /**
     * Ends the process named in the pid file, if it is still the one that works in {@code directory}: pids are used
     * again, so a pid alone proves nothing.
     */
    static void end(Path pidFile, Path directory) throws IOException {
        Optional<ProcessHandle> process = pidIn(pidFile).flatMap(ProcessHandle::of);
        if (process.isPresent() && worksIn(process.get(), directory)) {
            end(process.get());
        }
        Files.deleteIfExists(pidFile);
    }

    /** Interrupts it, which both servers take as "close connections and stop now"; kills it when that takes too long. */
    static void end(ProcessHandle process) throws IOException {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            process.onExit().get(FAST_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IOException("Cannot end process " + process.pid(), e);
        }
    }

    /** Several processes may sweep the same directory: what another has deleted already is as good as deleted. */
    static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
                if (why instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw why;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException why) throws IOException {
                if (why != null && !(why instanceof NoSuchFileException)) {
                    throw why;
                }
                Files.deleteIfExists(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Optional<Long> pidIn(Path pidFile) throws IOException {
        if (!Files.isReadable(pidFile)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(pidFile)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d{1,18}"))
                    .map(Long::valueOf);
        }
    }

    private static boolean worksIn(ProcessHandle process, Path directory) {
        try {
            Path works = Path.of("/proc", Long.toString(process.pid()), "cwd").toRealPath();
            return works.equals(directory.toRealPath());
        } catch (IOException e) {
            return false; // gone meanwhile, or not ours to look at: either way not our server
        }
    }
}
