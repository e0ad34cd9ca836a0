package dev.rigger.activities.validator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rigger.activities.validator.ValidatorHttp.Reply;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.Secret;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The validator over HTTP, signed with the miner's hotkey. */
final class HttpValidatorClient implements ValidatorClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_WHY_CHARS = 500;

    private final ValidatorHttp http;
    private final RequestSigner signer;

    HttpValidatorClient(ValidatorHttp http, RequestSigner signer) {
        this.http = http;
        this.signer = signer;
    }

    @Override
    public LaunchGrant launchConfig(String chuteId, Duration patience) {
        Reply reply = http.call(
                "GET",
                "/instances/launch_config?chute_id=" + encoded(chuteId),
                signer.forPurpose("launch"),
                new byte[0],
                patience);
        return switch (reply.status()) {
            case 200 -> granted(reply);
            case 401 -> new LaunchGrant.Unauthorised(why(reply));
            case 403 -> new LaunchGrant.Forbidden(why(reply));
            case 423 -> new LaunchGrant.Locked(why(reply));
            case 429 -> throw new ValidatorUnreachable("GET /instances/launch_config was answered 429");
            default -> new LaunchGrant.Rejected(reply.status(), why(reply));
        };
    }

    @Override
    public void deleteInstance(String chuteId, String instanceId) {
        delete("/instances/" + encoded(chuteId) + "/" + encoded(instanceId), "instances");
    }

    @Override
    public Listing<Listed.Chute> chutes() {
        return lines("/miner/chutes/", ListedReader::chute);
    }

    @Override
    public Listing<Listed.Instance> instances() {
        return lines("/miner/instances/?explicit_null=True", ListedReader::instance);
    }

    @Override
    public Listing<Listed.Node> nodes() {
        return lines("/miner/nodes/", ListedReader::node);
    }

    @Override
    public Listing<Listed.ActiveInstance> activeInstances() {
        return array("/miner/active_instances/", signer.forPurpose("miner"), ListedReader::activeInstance);
    }

    @Override
    public Listing<Listed.Utilisation> utilisation() {
        return array("/chutes/utilization", Map.of(), ListedReader::utilisation);
    }

    @Override
    public Listing<Listed.Bounty> bounties() {
        return array("/bounties/", Map.of(), ListedReader::bounty);
    }

    @Override
    public Optional<Listed.Chute> chute(String chuteId, String version) {
        Reply reply =
                http.read("/miner/chutes/" + encoded(chuteId) + "/" + encoded(version), signer.forPurpose("miner"));
        if (reply.status() == 404) {
            return Optional.empty();
        }
        Listed.Chute chute = ListedReader.chute(json(expectOk("GET /miner/chutes/{id}/{version}", reply)));
        if (chute == null) {
            throw new ValidatorUnreachable("GET /miner/chutes/{id}/{version} was answered without a chute");
        }
        return Optional.of(chute);
    }

    @Override
    public Set<String> supportedGpus() {
        JsonNode catalogue = json(expectOk("GET /nodes/supported", http.read("/nodes/supported", Map.of())));
        Set<String> types = new TreeSet<>();
        catalogue.fieldNames().forEachRemaining(types::add);
        if (types.isEmpty()) {
            throw new ValidatorUnreachable("GET /nodes/supported was answered without a GPU type");
        }
        return types;
    }

    @Override
    public NodesAnswer announceNodes(byte[] body) {
        Reply reply = http.call("POST", "/nodes/", signer.forBody(body), body, http.timeout());
        return switch (reply.status()) {
            case 202 -> accepted(reply);
            case 409 -> new NodesAnswer.AlreadyKnown(why(reply));
            default -> new NodesAnswer.Refused(reply.status(), why(reply));
        };
    }

    @Override
    public VerificationStatus verificationStatus(String taskId) {
        Reply reply = http.read("/nodes/verification_status?task_id=" + encoded(taskId), signer.forPurpose("graval"));
        if (reply.status() == 404) {
            return new VerificationStatus(VerificationStatus.State.UNKNOWN, why(reply));
        }
        JsonNode json = json(expectOk("GET /nodes/verification_status", reply));
        return switch (json.path("status").asText()) {
            case "pending" -> new VerificationStatus(VerificationStatus.State.PENDING, "");
            case "failed", "error" -> {
                String why = json.path("detail").asText(json.path("error").asText("no reason given"));
                yield new VerificationStatus(VerificationStatus.State.FAILED, why);
            }
            default -> new VerificationStatus(VerificationStatus.State.VERIFIED, "");
        };
    }

    @Override
    public void deleteNode(String uuid) {
        delete("/nodes/" + encoded(uuid), "nodes");
    }

    @Override
    public void deleteServer(String serverId) {
        delete("/servers/" + encoded(serverId), "tee");
    }

    private void delete(String path, String purpose) {
        Reply reply = http.call("DELETE", path, signer.forPurpose(purpose), new byte[0], http.timeout());
        if (reply.status() != 404) {
            expectOk("DELETE " + path, reply);
        }
    }

    private <T> Listing<T> lines(String path, Function<JsonNode, @Nullable T> mapper) {
        try {
            return http.stream(path, signer.forPurpose("miner"), new EventLines<T>(mapper)::read);
        } catch (ValidatorUnreachable e) {
            return new Listing<>(List.of(), Completeness.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private <T> Listing<T> array(String path, Map<String, String> headers, Function<JsonNode, @Nullable T> mapper) {
        try {
            JsonNode json = json(expectOk("GET " + path, http.read(path, headers)));
            List<T> items = new ArrayList<>();
            for (JsonNode item : json) {
                T mapped = mapper.apply(item);
                if (mapped != null) {
                    items.add(mapped);
                }
            }
            return json.isArray() && items.size() == json.size()
                    ? new Listing<>(items, items.isEmpty() ? Completeness.EXPLICITLY_EMPTY : Completeness.WHOLE, "")
                    : new Listing<>(items, Completeness.UNREADABLE, "not an array of what was asked for");
        } catch (ValidatorUnreachable e) {
            return new Listing<>(List.of(), Completeness.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private static LaunchGrant granted(Reply reply) {
        JsonNode json = json(reply);
        String token = ListedReader.text(json, "token");
        String configId = ListedReader.text(json, "config_id");
        if (token == null || configId == null) {
            throw new ValidatorUnreachable("GET /instances/launch_config was answered without a token");
        }
        return new LaunchGrant.Granted(new Secret(token), configId);
    }

    private static NodesAnswer accepted(Reply reply) {
        String taskId = ListedReader.text(json(reply), "task_id");
        if (taskId == null) {
            throw new ValidatorUnreachable("POST /nodes/ was answered without a task");
        }
        return new NodesAnswer.Accepted(taskId);
    }

    /** A refusal where the protocol has none: somebody's clock, key or proxy; worth trying again later. */
    private static Reply expectOk(String what, Reply reply) {
        if (!reply.ok()) {
            throw new ValidatorUnreachable(what + " was answered " + reply.status() + ": " + why(reply));
        }
        return reply;
    }

    private static JsonNode json(Reply reply) {
        try {
            return JSON.readTree(reply.body());
        } catch (JsonProcessingException e) {
            throw new ValidatorUnreachable("an answer is not JSON");
        }
    }

    /** The platform's own words, shortened. */
    private static String why(Reply reply) {
        JsonNode json;
        try {
            json = JSON.readTree(reply.body());
        } catch (JsonProcessingException e) {
            json = MissingNode.getInstance();
        }
        JsonNode detail = json.path("detail");
        String why = detail.isTextual() ? detail.asText() : reply.body();
        return why.length() > MAX_WHY_CHARS ? why.substring(0, MAX_WHY_CHARS) + "…" : why;
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
    }
}
