package dev.rigger.web.servers;

import dev.rigger.settings.ValidatorSettings;
import dev.rigger.web.answers.Refused;
import dev.rigger.workflows.onboarding.OnboardingRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /servers/}. Fields that it does not know are ignored.
 *
 * @param hourlyCost USD per GPU and hour
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@Schema(name = "AddServer", description = "A GPU server that is to join")
record AddServer(
        @Schema(description = "Node name") String name,

        @Schema(description = "SS58 hotkey of its validator")
        String validator,

        @Schema(description = "USD per GPU and hour") double hourlyCost,

        @Schema(description = "GPU type in the validator's catalogue, such as h200")
        String gpuShortRef,

        @Schema(description = "URL of the agent in the server's own cluster; absent for a node of our own cluster")
        @Nullable
        String agentApi) {
    private static final String NEXT = "The body of POST /servers/ is described in /openapi.json.";
    /** What Kubernetes accepts as a node's name; it becomes part of workflow ids and queue names. */
    private static final Pattern NODE_NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private static final Pattern SHORT_REF = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** @throws Refused 400 for what is no JSON, 422 for JSON of another form */
    static AddServer parse(byte[] body, JsonMapper json) {
        JsonNode node = tree(body, json);
        if (!node.isObject()) {
            throw Refused.unprocessable("The body is not an object.", NEXT);
        }
        String name = text(node, "name");
        if (!NODE_NAME.matcher(name).matches()) {
            throw Refused.unprocessable(
                    "Field name is not a Kubernetes node name.",
                    "Use the node's own name: lower-case letters, digits, dots and dashes.");
        }
        String shortRef = text(node, "gpu_short_ref");
        if (!SHORT_REF.matcher(shortRef).matches()) {
            throw Refused.unprocessable("Field gpu_short_ref is not a GPU type.", NEXT);
        }
        return new AddServer(name, text(node, "validator"), cost(node), shortRef, agentApi(node));
    }

    /** A validator that is not configured is left to the checks, which refuse it. */
    OnboardingRequest toRequest(ValidatorSettings validators) {
        String api = validators.supported().stream()
                .filter(known -> known.hotkey().equals(validator))
                .map(known -> known.api().toString())
                .findFirst()
                .orElse(null);
        return new OnboardingRequest(
                name, validator, hourlyCost, gpuShortRef, agentApi, OnboardingRequest.Timings.DEFAULTS, api);
    }

    private static JsonNode tree(byte[] body, JsonMapper json) {
        JsonNode node;
        try {
            node = body.length == 0 ? null : json.readValue(body, JsonNode.class);
        } catch (IOException notJson) {
            // Its message would repeat a piece of the body.
            throw new Refused(HttpStatus.BAD_REQUEST, "The body is not JSON.", "JSON_MALFORMED", NEXT);
        }
        if (node == null) {
            throw Refused.unprocessable("The body is missing.", NEXT);
        }
        return node;
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isString() || value.getStringValue().isBlank()) {
            throw Refused.unprocessable("Field " + field + " is not a text.", NEXT);
        }
        return value.getStringValue();
    }

    private static double cost(JsonNode node) {
        JsonNode value = node.get("hourly_cost");
        if (value == null || !value.isNumber()) {
            throw Refused.unprocessable("Field hourly_cost is not a number.", NEXT);
        }
        double cost = value.getDoubleValue();
        if (!Double.isFinite(cost) || cost < 0) {
            throw Refused.unprocessable("Field hourly_cost is negative or endless.", NEXT);
        }
        return cost;
    }

    private static @Nullable String agentApi(JsonNode node) {
        JsonNode value = node.get("agent_api");
        if (value == null || value.isNull()) {
            return null;
        }
        String url = text(node, "agent_api");
        if (!isHttp(url)) {
            throw Refused.unprocessable(
                    "Field agent_api is not a URL.",
                    "Give the agent's public address, such as http://203.0.113.10:32000.");
        }
        return url;
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException notAUri) {
            return false;
        }
    }
}
