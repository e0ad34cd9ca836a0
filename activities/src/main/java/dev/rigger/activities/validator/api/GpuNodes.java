package dev.rigger.activities.validator.api;

import static dev.rigger.activities.validator.api.Answers.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.activities.validator.wire.Ask;
import dev.rigger.activities.validator.wire.Reply;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** GPUs that prove themselves: announced, verified, withdrawn. */
public final class GpuNodes {
    private final Answers answers;

    GpuNodes(Answers answers) {
        this.answers = answers;
    }

    /** How many GPUs of a type there are, and how many of them run nothing. */
    public record TypeCount(int provisioned, int idle) {}

    /** {@code GET /nodes/supported}: the GPU types. */
    public Set<String> supported() {
        JsonNode catalogue = answers.json(Ask.open("/nodes/supported"));
        Set<String> types = new TreeSet<>();
        catalogue.fieldNames().forEachRemaining(types::add);
        if (types.isEmpty()) {
            throw Answers.unreadable("GET /nodes/supported was answered without a GPU type");
        }
        return types;
    }

    /** {@code GET /nodes/}: counts by GPU type. */
    public Map<String, TypeCount> counts() {
        Map<String, TypeCount> counts = new TreeMap<>();
        answers.json(Ask.open("/nodes/"))
                .properties()
                .forEach(type -> counts.put(
                        type.getKey(),
                        new TypeCount(
                                Fields.count(type.getValue(), "provisioned"), Fields.count(type.getValue(), "idle"))));
        return counts;
    }

    /** {@code POST /nodes/}; the body is signed as it is sent. */
    public NodesAnswer announce(byte[] body) {
        Reply reply = answers.reply(Ask.post("/nodes/", body));
        return switch (reply.status()) {
            case 202 -> accepted(reply);
            case 409 -> new NodesAnswer.AlreadyKnown(Answers.why(reply));
            case 429 -> new NodesAnswer.Hopping(Answers.why(reply));
            default -> new NodesAnswer.Refused(reply.status(), Answers.why(reply));
        };
    }

    /** {@code GET /nodes/verification_status}. */
    public VerificationStatus verificationStatus(String taskId) {
        Ask ask = Ask.get("/nodes/verification_status?task_id=" + encoded(taskId), "graval");
        Reply reply = answers.reply(ask);
        if (reply.status() == 404) {
            return new VerificationStatus(VerificationStatus.State.UNKNOWN, Answers.why(reply));
        }
        JsonNode json = Answers.json(Answers.expectOk(ask, reply));
        return switch (json.path("status").asText("")) {
            case "pending" -> new VerificationStatus(VerificationStatus.State.PENDING, "");
            case "verified" -> new VerificationStatus(VerificationStatus.State.VERIFIED, "");
            case "failed", "error" -> {
                String why = Fields.textOr(json, "detail", Fields.textOr(json, "error", "no reason given"));
                yield new VerificationStatus(VerificationStatus.State.FAILED, Fields.shortened(why));
            }
            default -> throw Answers.unreadable("GET /nodes/verification_status was answered without a status");
        };
    }

    /** {@code DELETE /nodes/{uuid}}. */
    public Removal delete(String uuid) {
        return answers.removal(Ask.delete("/nodes/" + encoded(uuid), "nodes"));
    }

    private static NodesAnswer accepted(Reply reply) {
        JsonNode json = Answers.json(reply);
        String taskId = Fields.id(json, "task_id");
        if (taskId == null) {
            throw Answers.unreadable("POST /nodes/ was answered without a task");
        }
        Set<Long> seeds = new TreeSet<>();
        for (JsonNode node : json.path("nodes")) {
            Long seed = Fields.seed(node);
            if (seed != null) {
                seeds.add(seed);
            }
        }
        return new NodesAnswer.Accepted(taskId, seeds);
    }
}
