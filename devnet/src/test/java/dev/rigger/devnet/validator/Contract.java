package dev.rigger.devnet.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.devnet.validator.MinerSide.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The recorded shapes of calls and events, and which of them were met so far. */
final class Contract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode shapes;
    private final Set<String> met = new TreeSet<>();

    private Contract(JsonNode shapes) {
        this.shapes = shapes;
    }

    /** @param name of a file among the recorded shapes */
    static Contract recorded(String name) {
        try (InputStream in = Contract.class.getResourceAsStream("contract/" + name)) {
            return new Contract(JSON.readTree(Objects.requireNonNull(in)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What was sent is what the platform is known to be sent. */
    void request(String call, String body) {
        holds(call, "request", json(body));
    }

    /** The answer has that status and the recorded shape. */
    Answer answer(String call, int status, Answer answer) {
        assertThat(answer.status()).as(call + ": " + answer.text()).isEqualTo(status);
        holds(call, "answer", answer.json());
        return answer;
    }

    /** A list of at least one item, one line each. */
    List<JsonNode> lines(String call, Answer answer) {
        assertThat(answer.status()).as(call + ": " + answer.text()).isEqualTo(200);
        List<JsonNode> items = answer.items();
        assertThat(items).as(call).isNotEmpty();
        items.forEach(item -> holds(call, "item", item));
        return items;
    }

    /** Text that begins so, such as the columns of a CSV. */
    void text(String call, Answer answer) {
        assertThat(answer.status()).as(call + ": " + answer.text()).isEqualTo(200);
        assertThat(answer.text()).as(call).startsWith(shape(call, "text").asText());
        met.add(call);
    }

    void event(String reason, JsonNode event) {
        holds(reason, "event", event);
    }

    /** A refusal says why and nothing else. */
    static void refused(int status, Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("detail").isTextual()).as(answer.text()).isTrue();
        assertThat(answer.json().size()).as(answer.text()).isEqualTo(1);
    }

    Set<String> met() {
        return met;
    }

    Set<String> recorded() {
        Set<String> all = new TreeSet<>();
        shapes.fieldNames().forEachRemaining(all::add);
        return all;
    }

    private void holds(String name, String part, JsonNode value) {
        assertThat(Shape.problems(shape(name, part), value))
                .as(name + " " + part + ": " + value)
                .isEmpty();
        met.add(name);
    }

    private JsonNode shape(String name, String part) {
        JsonNode shape = shapes.path(name).path(part);
        assertThat(shape.isMissingNode())
                .as("no recorded " + part + " of " + name)
                .isFalse();
        return shape;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("Not JSON: " + text, e);
        }
    }
}
