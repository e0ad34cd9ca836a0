package dev.rigger.devnet.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server's program: where {@code RIGGER_<NAME>_BINARY} says (system property or environment), else on the PATH or in
 * the cache, else as a script of the checkout finds or fetches it.
 *
 * @param name of the file
 * @param provision the script and its arguments; the script's path is relative to the checkout
 */
record ProvisionedBinary(String name, List<String> provision) {
    static final ProvisionedBinary TEMPORAL = new ProvisionedBinary("temporal", List.of("infra/temporal/provision"));
    static final ProvisionedBinary ETCD = kubernetes("etcd");
    static final ProvisionedBinary API_SERVER = kubernetes("kube-apiserver");
    static final ProvisionedBinary CONTROLLER_MANAGER = kubernetes("kube-controller-manager");

    private static ProvisionedBinary kubernetes(String name) {
        return new ProvisionedBinary(name, List.of("infra/kubernetes/provision", name));
    }

    Path locate() {
        return locate(System.getenv());
    }

    Path locate(Map<String, String> environment) {
        Optional<Path> told = Stream.of(System.getProperty(override()), environment.get(override()))
                .filter(value -> value != null && !value.isBlank())
                .map(Path::of)
                .findFirst();
        return told.or(() -> onPath(environment)).or(() -> cached(environment)).orElseGet(this::provisioned);
    }

    private String override() {
        return "RIGGER_" + name.toUpperCase(Locale.ROOT).replace('-', '_') + "_BINARY";
    }

    private Optional<Path> onPath(Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder).resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Optional<Path> cached(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        return Optional.of(Path.of(cache, "rigger", "bin", name)).filter(Files::isExecutable);
    }

    private Path provisioned() {
        Path script = script();
        try {
            Process process = new ProcessBuilder(Stream.concat(
                                    Stream.of(script.toString()),
                                    provision.stream().skip(1))
                            .toList())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("No " + name + " could be had; " + script + " says why");
            }
            return Path.of(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + script + " was looking for " + name, e);
        }
    }

    /** In the checkout, wherever below it this process was started. */
    private Path script() {
        String home = System.getProperty("rigger.home");
        Path start = home == null ? Path.of("").toAbsolutePath() : Path.of(home);
        return Stream.iterate(start, folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(provision.getFirst()))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No " + name + ": set " + override() + " to its path"));
    }
}
