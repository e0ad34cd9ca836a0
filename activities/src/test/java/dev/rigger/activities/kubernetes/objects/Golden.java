package dev.rigger.activities.kubernetes.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Objects against files that were read by people. What is built lands under target/golden, to be compared and copied. */
final class Golden {
    private Golden() {}

    /** A difference shows its file and line. */
    static void assertSame(Map<String, HasMetadata> objects) {
        objects.forEach((file, object) -> write(file, Serialization.asYaml(object)));
        List<String> differences = objects.entrySet().stream()
                .map(entry -> entry.getKey() + " "
                        + firstDifference(golden(entry.getKey()), Serialization.asYaml(entry.getValue())))
                .filter(difference -> !difference.endsWith(" "))
                .toList();
        assertThat(differences).isEmpty();
    }

    /** The line, what the file says there and what was built; empty when both are the same. */
    static String firstDifference(String wanted, String built) {
        List<String> left = wanted.lines().toList();
        List<String> right = built.lines().toList();
        for (int line = 0; line < Math.max(left.size(), right.size()); line++) {
            String before = line < left.size() ? left.get(line) : "(the end)";
            String after = line < right.size() ? right.get(line) : "(the end)";
            if (!before.equals(after)) {
                return "line " + (line + 1) + ": wanted <" + before + ">, built <" + after + ">";
            }
        }
        return "";
    }

    private static void write(String file, String text) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "golden"));
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String golden(String file) {
        try (InputStream in = Golden.class.getResourceAsStream(file)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
