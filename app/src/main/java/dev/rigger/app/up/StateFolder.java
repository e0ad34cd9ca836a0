package dev.rigger.app.up;

import dev.rigger.app.StartRefused;
import dev.rigger.devnet.local.LeftBehind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where one rehearsal keeps everything: keys, databases, logs, pid files. One run at a time owns it, by a lock that the
 * system takes away from whoever dies.
 */
final class StateFolder implements AutoCloseable {
    private static final String LOCK = "up.lock";
    private static final String OWNER = "up.pid";
    static final String DEVNET = "devnet";
    /** Swept before anybody looks which ports are free, and before their folders go. */
    private static final List<String> SERVERS =
            List.of("postgres", "redis", "temporal", DEVNET + "/" + DevnetCommand.KUBERNETES);

    private final Path root;
    private final FileChannel lock;

    private StateFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Takes the folder, ends what a killed run left running in it, and empties it when the start is to be fresh.
     *
     * @throws StartRefused when another run owns it
     */
    static StateFolder take(Path root, boolean fresh) throws IOException {
        Files.createDirectories(
                root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FileChannel channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!lock(channel)) {
            channel.close();
            throw alreadyUp(root);
        }
        Files.writeString(
                root.resolve(OWNER), Long.toString(ProcessHandle.current().pid()));
        StateFolder folder = new StateFolder(root, channel);
        PidFile.sweep(folder.pids());
        for (String server : SERVERS) {
            LeftBehind.end(folder.of(server));
        }
        if (fresh) {
            folder.empty();
        }
        return folder;
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static StartRefused alreadyUp(Path root) throws IOException {
        String owner = Files.exists(root.resolve(OWNER)) ? Files.readString(root.resolve(OWNER)) : "unknown";
        return new StartRefused(
                4,
                "Another './rigger up', process " + owner + ", is using " + root + ".",
                "ALREADY_UP",
                "End it with Ctrl-C or 'kill " + owner + "', or give this one a folder of its own: --state FOLDER",
                null);
    }

    Path root() {
        return root;
    }

    Path pids() throws IOException {
        return Files.createDirectories(root.resolve("pids"));
    }

    Path logs() throws IOException {
        return Files.createDirectories(root.resolve("logs"));
    }

    Path of(String name) {
        return root.resolve(name);
    }

    private void empty() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                String name = file.getFileName().toString();
                if (!file.equals(root) && !name.equals(LOCK) && !name.equals(OWNER)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(root.resolve(OWNER));
        lock.close();
    }
}
