package dev.rigger.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads values out of environment variables and notes every one that breaks its rule. After a wrong value the reader
 * goes on with a stand-in, so that all problems are found in one pass; {@link #check()} then refuses.
 */
final class Environment {
    /** Keys whose value must never be shown, not even when it is wrong. */
    private static final Set<String> SECRET =
            Set.of("MINER_SEED", "POSTGRESQL", "REDIS_URL", "TEMPORAL_API_KEY", "RIGGER_ENCRYPTION_KEYS");

    private final Map<String, String> values;
    private final List<String> problems = new ArrayList<>();

    Environment(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    void check() {
        if (!problems.isEmpty()) {
            throw new SettingsProblem(problems);
        }
    }

    /** An empty variable counts as absent: compose files and charts often pass one on for nothing. */
    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key)).map(String::trim).filter(v -> !v.isEmpty());
    }

    /** As given, empty included; for the few keys where an empty value has a meaning of its own. */
    @Nullable
    String raw(String key) {
        return values.get(key);
    }

    /** The fallback only where nothing is given: an empty value means none. */
    String textOrNone(String key, String fallback) {
        String given = raw(key);
        return given == null ? fallback : given.trim();
    }

    String text(String key, String fallback) {
        return get(key).orElse(fallback);
    }

    String required(String key, String rule) {
        return get(key).orElseGet(() -> {
            problems.add(key + " is missing: " + rule + ".");
            return "";
        });
    }

    @Nullable
    Secret secret(String key) {
        return get(key).map(Secret::new).orElse(null);
    }

    void wrong(String key, String rule) {
        String shown = SECRET.contains(key) ? "****" : values.getOrDefault(key, "");
        String sentence = key + "=" + shown + " is wrong: " + rule + ".";
        if (!problems.contains(sentence)) {
            problems.add(sentence);
        }
    }

    int integer(String key, int fallback, int least, int most) {
        return (int) whole(key, fallback, least, most);
    }

    long whole(String key, long fallback, long least, long most) {
        Optional<String> given = get(key);
        if (given.isEmpty()) {
            return fallback;
        }
        try {
            long value = Long.parseLong(given.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, with the same sentence as a number out of bounds.
        }
        wrong(key, "it must be a whole number from " + least + " to " + most);
        return fallback;
    }

    double factor(String key, double fallback, double least, double most) {
        Optional<String> given = get(key);
        if (given.isEmpty()) {
            return fallback;
        }
        try {
            double value = Double.parseDouble(given.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, with the same sentence as a number out of bounds.
        }
        wrong(key, "it must be a number from " + plain(least) + " to " + plain(most));
        return fallback;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    boolean flag(String key, boolean fallback) {
        return switch (get(key).orElse("").toLowerCase(java.util.Locale.ROOT)) {
            case "" -> fallback;
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> {
                wrong(key, "it must be true or false");
                yield fallback;
            }
        };
    }

    /** A file that this process can read. */
    @Nullable
    Path file(String key) {
        Optional<String> given = get(key);
        if (given.isEmpty()) {
            return null;
        }
        try {
            Path path = Path.of(given.get());
            if (Files.isRegularFile(path) && Files.isReadable(path)) {
                return path;
            }
        } catch (InvalidPathException notAPath) {
            // Told below, with the same sentence as a file that is not there.
        }
        wrong(key, "it must name a file that this process can read");
        return null;
    }

    URI url(String key, String fallback, Set<String> schemes) {
        String rule = "it must be a URL that starts with "
                + String.join(
                        " or ", schemes.stream().sorted().map(s -> s + "://").toList()) + " and names a host";
        try {
            URI url = new URI(text(key, fallback));
            if (url.getScheme() != null && schemes.contains(url.getScheme()) && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException notAUrl) {
            // Told below: what the parser complains of would repeat the value.
        }
        wrong(key, rule);
        return URI.create(fallback);
    }
}
