package dev.rigger.activities.kubernetes;

import dev.rigger.activities.kubernetes.objects.ExtraPort;
import dev.rigger.activities.kubernetes.objects.WorkloadSpec;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.inventory.Chute;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.LaunchTokenRecord;
import dev.rigger.inventory.LaunchTokens;
import dev.rigger.inventory.ListedServer;
import dev.rigger.inventory.ListedServers;
import dev.rigger.inventory.OpenJob;
import dev.rigger.inventory.OpenJobs;
import dev.rigger.inventory.SealedAs;
import dev.rigger.inventory.Server;
import dev.rigger.settings.Secret;
import dev.rigger.settings.ValidatorSettings;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers from the inventory what a deployment's objects are made of; only here is its launch token opened. */
@Singleton
final class WorkloadSpecs {
    private final Chutes chutes;
    private final Gpus gpus;
    private final LaunchTokens tokens;
    private final SecretKeys keys;
    private final OpenJobs jobs;
    private final ListedServers listed;
    private final ValidatorSettings validators;

    WorkloadSpecs(
            Chutes chutes,
            Gpus gpus,
            LaunchTokens tokens,
            SecretKeys keys,
            OpenJobs jobs,
            ListedServers listed,
            ValidatorSettings validators) {
        this.chutes = chutes;
        this.gpus = gpus;
        this.tokens = tokens;
        this.keys = keys;
        this.jobs = jobs;
        this.listed = listed;
        this.validators = validators;
    }

    WorkloadSpec of(Deployment deployment, Server server) {
        Chute chute = chutes.byId(deployment.chuteId())
                .orElseThrow(() -> Retryable.gone("Chute", deployment.chuteId(), "CHUTE_UNKNOWN"));
        String jobId = deployment.jobId();
        Optional<OpenJob> job = jobId == null ? Optional.empty() : jobs.of(deployment.validator(), jobId);
        Optional<LaunchTokenRecord> token = tokens.of(deployment.deploymentId());
        List<String> gpuIds = gpus.ofDeployment(deployment.deploymentId()).stream()
                .map(Gpu::gpuId)
                .sorted()
                .toList();
        return new WorkloadSpec(
                deployment.deploymentId(),
                deployment.version(),
                chute,
                server,
                gpuIds,
                token.map(LaunchTokenRecord::configId).orElse(deployment.configId()),
                jobId,
                token.map(this::open).orElse(null),
                job.map(OpenJob::diskGb)
                        .filter(disk -> disk > 0)
                        .map(Math::toIntExact)
                        .orElse(WorkloadSpec.DEFAULT_DISK_GIB),
                jobId == null
                        ? List.of()
                        : ports(chute, job.map(OpenJob::method).orElse(null)),
                vmVersion(server),
                validators.of(deployment.validator()).registry());
    }

    /** Those of the job's own method; where nobody says which that is, those of all, because one that lacks is a failure. */
    private static List<ExtraPort> ports(Chute chute, @Nullable String method) {
        Map<String, String> byMethod = chute.jobPorts();
        String own = method == null ? null : byMethod.get(method);
        return own != null
                ? ExtraPort.parse(own)
                : byMethod.values().stream()
                        .flatMap(ports -> ExtraPort.parse(ports).stream())
                        .distinct()
                        .toList();
    }

    private Secret open(LaunchTokenRecord token) {
        byte[] plain = keys.decrypt(token.tokenEncrypted(), SealedAs.launchToken(token.deploymentId()));
        return new Secret(new String(plain, StandardCharsets.UTF_8));
    }

    /** As the validator's list of servers told it last; until it did the older ways are taken. */
    private @Nullable String vmVersion(Server server) {
        return listed.of(server.validator(), server.serverId())
                .map(ListedServer::version)
                .orElse(null);
    }
}
