package dev.rigger.activities.validator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.activities.validator.api.Listed;
import dev.rigger.activities.validator.api.NodesAnswer;
import dev.rigger.activities.validator.api.ServerAnswer;
import dev.rigger.activities.validator.api.ValidatorClient;
import dev.rigger.activities.validator.api.VerificationStatus;
import dev.rigger.activities.validator.wire.Listing;
import dev.rigger.activities.validator.wire.Trouble;
import dev.rigger.activities.validator.wire.ValidatorUnreachable;
import dev.rigger.inventory.Inbox;
import dev.rigger.inventory.InboxEvent;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.onboarding.Admission;
import dev.rigger.workflows.onboarding.NodeFacts;
import dev.rigger.workflows.onboarding.OnboardingRequest;
import dev.rigger.workflows.onboarding.ValidatorNodeActivities;
import dev.rigger.workflows.proof.DeviceReport;
import io.micronaut.context.annotation.Requires;
import io.temporal.activity.Activity;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A server's GPUs at the validator: announced, awaited, withdrawn. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class ValidatorNodes implements ValidatorNodeActivities {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Names a verification whose task we never learned; what follows is the server's id. */
    private static final String BY_NODES = "nodes-of::";

    private static final String SERVER_DELETED = "server_deleted";

    private final ValidatorClients validators;
    private final Inbox inbox;
    private final Clock clock;

    private final Duration pollEvery;

    ValidatorNodes(ValidatorClients validators, Inbox inbox, Periods periods, Clock clock) {
        this.validators = validators;
        this.inbox = inbox;
        this.clock = clock;
        this.pollEvery = periods.verificationPoll();
    }

    @Override
    public @Nullable Admission checkGpuType(OnboardingRequest request) {
        Set<String> types;
        try {
            types = validators.of(request.validator()).nodes().supported();
        } catch (ValidatorUnreachable | IllegalArgumentException e) {
            return new Admission(
                    500,
                    "GPU_CATALOGUE_UNREACHABLE",
                    "Unable to fetch supported GPUs from validator " + request.validator() + ": " + e.getMessage(),
                    "See that VALIDATORS names this validator and that its API answers, then add the server again.",
                    null);
        }
        if (types.contains(request.gpuShortRef())) {
            return null;
        }
        return new Admission(
                400,
                "GPU_TYPE_UNSUPPORTED",
                "gpu_short_ref=" + request.gpuShortRef() + " is not supported by validator " + request.validator(),
                "Choose one of: " + String.join(", ", types),
                null);
    }

    @Override
    public NodeAnnouncement announceNodes(OnboardingRequest request, NodeFacts facts, DeviceReport report) {
        ValidatorClient validator = validators.of(request.validator());
        byte[] body = body(request, facts, report, validators.profile().announcementNamesServer());
        NodesAnswer answer = ActivityFailures.orRetry(() -> validator.nodes().announce(body));
        return switch (answer) {
            case NodesAnswer.Accepted accepted -> accepted(accepted.taskId(), accepted.seeds());
            case NodesAnswer.AlreadyKnown known -> alreadyKnown(validator, facts, report, known.why());
            case NodesAnswer.Hopping hopping ->
                NodeAnnouncement.refused("The validator answered 429: " + hopping.why());
            case NodesAnswer.Refused refused ->
                NodeAnnouncement.refused("The validator answered " + refused.status() + ": " + refused.why());
        };
    }

    @Override
    public NodeAnnouncement registerMachine(OnboardingRequest request, NodeFacts facts, DeviceReport report) {
        return registered(validators.of(request.validator()), request, facts, report);
    }

    static NodeAnnouncement registered(
            ValidatorClient validator, OnboardingRequest request, NodeFacts facts, DeviceReport report) {
        byte[] body = machine(request, facts, report);
        ServerAnswer answer = ActivityFailures.orRetry(() -> validator.servers().register(body));
        return switch (answer) {
            case ServerAnswer.Registered registered -> NodeAnnouncement.accepted(BY_NODES + facts.serverId(), null);
            case ServerAnswer.AlreadyKnown known -> alreadyKnown(validator, facts, report, known.why());
            case ServerAnswer.Forbidden forbidden ->
                NodeAnnouncement.refused("The validator answered 403: " + forbidden.why());
            case ServerAnswer.Refused refused ->
                NodeAnnouncement.refused("The validator answered " + refused.status() + ": " + refused.why());
        };
    }

    @Override
    public NodeVerdict awaitVerification(OnboardingRequest request, String taskId) {
        ValidatorClient validator = validators.of(request.validator());
        while (true) {
            Activity.getExecutionContext().heartbeat(taskId);
            VerificationStatus status = ActivityFailures.orRetry(() -> status(validator, taskId));
            switch (status.state()) {
                case VERIFIED -> {
                    return new NodeVerdict(true, null);
                }
                case FAILED, UNKNOWN -> {
                    return new NodeVerdict(false, status.why());
                }
                case PENDING -> pause();
            }
        }
    }

    @Override
    public void withdrawServer(String validator, String serverId, List<String> gpuIds) {
        ValidatorClient client = validators.of(validator);
        ActivityFailures.orRetry(() -> {
            gpuIds.forEach(client.nodes()::delete);
            client.servers().delete(serverId);
        });
        announceWithdrawal(validator, serverId);
    }

    /** Listeners of the live channel hear of it as of what the validator tells. */
    private void announceWithdrawal(String validator, String serverId) {
        String payload = JSON.createObjectNode().put("server_id", serverId).toString();
        inbox.put(new InboxEvent(
                SERVER_DELETED + "/" + serverId,
                validator,
                SERVER_DELETED,
                serverId,
                payload,
                clock.instant(),
                null,
                0,
                null));
    }

    /** An earlier attempt of ours may have gone through without our hearing of it. */
    private static NodeAnnouncement alreadyKnown(
            ValidatorClient validator, NodeFacts facts, DeviceReport report, String why) {
        Set<String> announced = Set.copyOf(
                report.devices().stream().map(DeviceReport.Device::uuid).toList());
        List<Listed.Node> ours = ownNodes(validator, facts.serverId()).stream()
                .filter(node -> announced.contains(node.uuid()))
                .toList();
        return ours.size() == announced.size()
                ? accepted(
                        BY_NODES + facts.serverId(),
                        ours.stream()
                                .map(Listed.Node::seed)
                                .filter(Objects::nonNull)
                                .collect(Collectors.toSet()))
                : NodeAnnouncement.refused("The validator answered 409: " + why);
    }

    /** All GPUs of a server work from one seed, or none of their answers could be checked. */
    private static NodeAnnouncement accepted(String taskId, Set<Long> seeds) {
        return seeds.size() > 1
                ? NodeAnnouncement.refused("The validator gave the GPUs of one server " + seeds.size() + " seeds")
                : NodeAnnouncement.accepted(
                        taskId, seeds.isEmpty() ? null : seeds.iterator().next());
    }

    private static VerificationStatus status(ValidatorClient validator, String taskId) {
        if (!taskId.startsWith(BY_NODES)) {
            return validator.nodes().verificationStatus(taskId);
        }
        List<Listed.Node> nodes = ownNodes(validator, taskId.substring(BY_NODES.length()));
        for (Listed.Node node : nodes) {
            if (node.verificationError() != null) {
                return new VerificationStatus(VerificationStatus.State.FAILED, node.verificationError());
            }
        }
        if (nodes.isEmpty()) {
            return new VerificationStatus(VerificationStatus.State.UNKNOWN, "the validator no longer has these GPUs");
        }
        boolean verified = nodes.stream().allMatch(node -> node.verifiedAt() != null);
        return new VerificationStatus(
                verified ? VerificationStatus.State.VERIFIED : VerificationStatus.State.PENDING, "");
    }

    private static List<Listed.Node> ownNodes(ValidatorClient validator, String serverId) {
        Listing<Listed.Node> nodes = ActivityFailures.orRetry(validator.lists()::nodes);
        if (!nodes.complete()) {
            return ActivityFailures.orRetry(() -> {
                throw new ValidatorUnreachable(
                        Trouble.ANSWER_UNREADABLE, "GET /miner/nodes/ came incomplete: " + nodes.why());
            });
        }
        return nodes.items().stream()
                .filter(node -> serverId.equals(node.serverId()))
                .toList();
    }

    private static byte[] body(OnboardingRequest request, NodeFacts facts, DeviceReport report, boolean namesServer) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("server_id", facts.serverId());
        if (namesServer) {
            body.put("server_name", facts.name());
        }
        body.put(
                "nodes",
                report.devices().stream()
                        .map(device -> node(request, report, device))
                        .toList());
        return json(body);
    }

    private static byte[] machine(OnboardingRequest request, NodeFacts facts, DeviceReport report) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("host", report.verificationHost());
        body.put("id", facts.serverId());
        body.put("name", facts.name());
        body.put(
                "gpus",
                report.devices().stream()
                        .map(device -> node(request, report, device))
                        .toList());
        return json(body);
    }

    private static byte[] json(Map<String, Object> body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An announcement cannot be written as JSON", e);
        }
    }

    private static Map<String, Object> node(
            OnboardingRequest request, DeviceReport report, DeviceReport.Device device) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("uuid", device.uuid());
        node.put("name", device.name());
        node.put("memory", device.memoryBytes());
        node.put("clock_rate", device.clockRateKhz());
        // Confidential machines do not tell these.
        if (device.processors() > 0) {
            node.put("processors", device.processors());
            node.put("max_threads_per_processor", device.maxThreadsPerProcessor());
        }
        node.put("device_index", device.index());
        node.put("gpu_identifier", request.gpuShortRef());
        node.put("verification_host", report.verificationHost());
        node.put("verification_port", report.verificationPort());
        return node;
    }

    private void pause() {
        try {
            Thread.sleep(pollEvery);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Activity.wrap(e);
        }
    }
}
