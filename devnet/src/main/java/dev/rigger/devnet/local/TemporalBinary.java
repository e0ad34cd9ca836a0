package dev.rigger.devnet.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the Temporal CLI: where {@code RIGGER_TEMPORAL_BINARY} says (system property or environment), then as
 * {@code infra/temporal/provision} finds or fetches it.
 */
final class TemporalBinary {
    private static final String OVERRIDE = "RIGGER_TEMPORAL_BINARY";

    private final Map<String, String> environment;

    TemporalBinary(Map<String, String> environment) {
        this.environment = environment;
    }

    Path locate() {
        Optional<Path> told = Stream.of(System.getProperty(OVERRIDE), environment.get(OVERRIDE))
                .filter(value -> value != null && !value.isBlank())
                .map(Path::of)
                .findFirst();
        return told.or(this::onPath).or(this::cached).orElseGet(this::provisioned);
    }

    private Optional<Path> onPath() {
        return Stream.of(environment.getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder).resolve("temporal"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Optional<Path> cached() {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        return Optional.of(Path.of(cache, "rigger", "bin", "temporal")).filter(Files::isExecutable);
    }

    private Path provisioned() {
        Path script = script();
        try {
            Process process = new ProcessBuilder(script.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("No Temporal development server could be had; " + script + " says why");
            }
            return Path.of(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + script + " was looking for Temporal", e);
        }
    }

    /** In the checkout, wherever below it this process was started. */
    private static Path script() {
        String home = System.getProperty("rigger.home");
        Path start = home == null ? Path.of("").toAbsolutePath() : Path.of(home);
        return Stream.iterate(start, folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve("infra/temporal/provision"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "No Temporal development server: set " + OVERRIDE + " to the temporal CLI's path"));
    }
}
