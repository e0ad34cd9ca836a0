package dev.rigger.devnet.validator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML 1.2 as a tree that remembers on which line everything stands. */
final class LinedYaml {
    private static final int MOST_CHARACTERS = 1_000_000;
    private static final int MOST_NODES = 100_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String file;
    private final Map<JsonNode, Integer> lines = new IdentityHashMap<>();
    private int nodes;
    private JsonNode root = JSON.missingNode();

    private LinedYaml(String file) {
        this.file = file;
    }

    static LinedYaml read(String file, String text) {
        LinedYaml yaml = new LinedYaml(file);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(MOST_CHARACTERS)
                .setAllowDuplicateKeys(false)
                .build();
        try {
            Optional<Node> document = new Compose(settings).composeString(text);
            yaml.root = document.isEmpty() ? JSON.objectNode() : yaml.tree(document.get());
            return yaml;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(LinedYaml::line).orElse(1);
            throw yaml.refused(line, "this is no YAML: " + e.getProblem(), "SCENARIO_NOT_YAML", "Correct it there.");
        } catch (YamlEngineException e) {
            throw yaml.refused(1, "this is no YAML: " + e.getMessage(), "SCENARIO_NOT_YAML", "Correct it.");
        }
    }

    JsonNode root() {
        return root;
    }

    /** Where an object or a list of this tree begins. */
    int lineOf(JsonNode container) {
        return lines.getOrDefault(container, 1);
    }

    ScenarioRefused refused(int line, String what, String code, String next) {
        return new ScenarioRefused(file, line, what, code, next);
    }

    private JsonNode tree(Node node) {
        if (++nodes > MOST_NODES || node.isRecursive()) {
            throw refused(
                    node.getStartMark().map(LinedYaml::line).orElse(1),
                    "this repeats itself without an end",
                    "SCENARIO_TOO_LARGE",
                    "Write out what the aliases stand for.");
        }
        JsonNode json = switch (node) {
            case MappingNode mapping -> object(mapping);
            case SequenceNode sequence -> list(sequence);
            case ScalarNode scalar -> scalar(scalar);
            default -> JSON.nullNode();
        };
        if (json.isContainerNode()) {
            lines.put(json, node.getStartMark().map(LinedYaml::line).orElse(1));
        }
        return json;
    }

    private ObjectNode object(MappingNode mapping) {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple field : mapping.getValue()) {
            String key = field.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (key.isEmpty() || object.has(key)) {
                throw refused(
                        field.getKeyNode().getStartMark().map(LinedYaml::line).orElse(1),
                        key.isEmpty() ? "a key is no text" : "the key " + key + " is there twice",
                        "SCENARIO_NOT_YAML",
                        "Keep one key of each name.");
            }
            object.set(key, tree(field.getValueNode()));
        }
        return object;
    }

    private ArrayNode list(SequenceNode sequence) {
        ArrayNode list = JSON.arrayNode();
        sequence.getValue().forEach(element -> list.add(tree(element)));
        return list;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        try {
            if (tag.equals(Tag.INT)) {
                long number = Long.parseLong(text);
                return number == (int) number ? JSON.numberNode((int) number) : JSON.numberNode(number);
            }
            if (tag.equals(Tag.FLOAT)) {
                return JSON.numberNode(Double.parseDouble(text));
            }
        } catch (NumberFormatException notDecimal) {
            return JSON.textNode(text);
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        return tag.equals(Tag.NULL) ? JSON.nullNode() : JSON.textNode(text);
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }
}
