package dev.rigger.devnet.validator.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.validator.faults.Fault;
import dev.rigger.devnet.validator.operator.OperatorAction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A day as a script. Times are the devnet's, from the moment at which the scenario is begun.
 *
 * @param about what it is good for, in a sentence
 * @param lasting when it is over
 * @param steps by time; those of one moment in the order of the file
 */
public record Scenario(String name, String about, Duration lasting, List<Step> steps) {
    /** Scenarios that come with the devnet. */
    public static final List<String> EXAMPLES = List.of("quiet-day", "updates-and-jobs", "hostile-day", "outage");

    /** @param line of the file, from 1 */
    public record Step(Duration at, int line, Act act) {}

    /** What a step does. */
    public sealed interface Act {
        /** Somebody orders something. */
        record Order(OperatorAction action, ObjectNode order) implements Act {}

        /** Something goes wrong. */
        record Trouble(Fault fault) implements Act {}

        /** From here on, for so long, no rule of the platform is broken. */
        record ExpectNothing(Duration during) implements Act {}
    }

    /** Refuses with {@link ScenarioRefused} what cannot be played. */
    public static Scenario read(Path file) {
        String name = file.getFileName().toString();
        try {
            return ScenarioReader.read(name, Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new ScenarioRefused(name, 1, "this is no text in UTF-8", "SCENARIO_NOT_YAML", "Save it as UTF-8.");
        } catch (IOException e) {
            throw new ScenarioRefused(
                    file.toString(),
                    1,
                    "the file cannot be read: " + e.getMessage(),
                    "SCENARIO_UNREADABLE",
                    "Name a file, or one of " + EXAMPLES + ".");
        }
    }

    /** An example by its name, or a file. */
    public static Scenario named(String exampleOrFile) {
        return EXAMPLES.contains(exampleOrFile) ? example(exampleOrFile) : read(Path.of(exampleOrFile));
    }

    static Scenario example(String name) {
        try (InputStream in = Scenario.class.getResourceAsStream(name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("The example " + name + " is missing in this build");
            }
            return ScenarioReader.read(name + ".yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
