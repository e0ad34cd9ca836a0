package dev.rigger.monitor.agent;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Where the control plane's URL outlives the agent's process. */
final class UrlFile {
    private final Path file;

    UrlFile(Path file) {
        this.file = file;
    }

    /** Empty unless it holds an http or https URL. */
    Optional<URI> read() throws IOException {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        }
    }

    void write(URI url) throws IOException {
        Path folder = file.toAbsolutePath().resolveSibling(".").normalize();
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, "control-plane", ".url");
        Files.writeString(fresh, url.toString());
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    void clear() throws IOException {
        Files.deleteIfExists(file);
    }

    static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text.strip());
            boolean good = ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null;
            return good ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException notAUrl) {
            return Optional.empty();
        }
    }
}
