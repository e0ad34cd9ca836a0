package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.Incident.Kind;
import dev.rigger.devnet.validator.platform.LaunchConfig.EnvType;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Claims of pods: what a launch config becomes an instance by, once.
 *
 * <p>The claim's answer carries the session key, 32 hex digits, as {@code symmetric_key.ciphertext}: itself, or hidden
 * behind the work that the chute's launch proof asks for. The pod encrypts {@code symmetric_key.response_plaintext} with those 16 bytes (AES-128-CBC,
 * PKCS7) and puts base64 of it as {@code response}, beside the {@code iv} as 32 hex digits.
 */
public final class ClaimDesk {
    private final Ledger ledger;
    private final LaunchTokens tokens;
    private final Room room;
    private final JobRuns jobs;
    private final InstanceLife life;
    private final GpuCatalogue catalogue;
    private final Worth worth;
    private final Invariants invariants;
    private final ClaimCheck check;
    private final InstantSource clock;

    ClaimDesk(
            Ledger ledger,
            LaunchTokens tokens,
            Room room,
            JobRuns jobs,
            InstanceLife life,
            GpuCatalogue catalogue,
            Worth worth,
            Invariants invariants,
            InstantSource clock) {
        this.ledger = ledger;
        this.tokens = tokens;
        this.room = room;
        this.jobs = jobs;
        this.life = life;
        this.catalogue = catalogue;
        this.worth = worth;
        this.invariants = invariants;
        this.check = new ClaimCheck(invariants, jobs);
        this.clock = clock;
    }

    /**
     * What a claim is answered with.
     *
     * @param chosen one of the pod's GPUs, as it was announced: the key is for it
     */
    public record Claimed(LaunchConfig config, int iterations, Device chosen, String symmetricKey) {}

    /**
     * {@code POST {url}/graval}, or {@code POST {url}/tee} from a confidential machine: once.
     *
     * @param caller the address that it comes from
     */
    public Claimed claim(String configId, String token, EnvType from, ClaimRequest request, String caller) {
        return ledger.change(state -> {
            LaunchConfig config = tokens.authorised(state, configId, token, 401);
            if (config.failedAt() != null) {
                throw new Refusal(403, "Launch config failed before: " + config.verificationError());
            }
            if (config.retrievedAt() != null) {
                invariants.report(state, Kind.CONFIG_CLAIMED_TWICE, configId, "claimed again by " + request.host());
                throw new Refusal(401, "Launch config " + configId + " has already been retrieved");
            }
            ChuteDefinition chute = ChuteRegistry.known(state, config.chuteId());
            Room.refuseDisabled(chute);
            if (from != config.envType()) {
                throw new Refusal(
                        400,
                        chute.tee()
                                ? "Chute " + chute.chuteId() + " needs a confidential VM"
                                : "Chute " + chute.chuteId() + " does not run in a confidential VM");
            }
            Miners.refuseBlacklisted(state, config.minerHotkey());
            if (config.jobId() == null) {
                int target = room.target(state, config);
                room.forLaunch(state, chute, config.minerHotkey(), target);
            }
            return claim(state, config, chute, request, caller);
        });
    }

    private Claimed claim(
            PlatformState state, LaunchConfig config, ChuteDefinition chute, ClaimRequest request, String caller) {
        try {
            check.check(state, config, chute, request, caller);
        } catch (Refusal refusal) {
            state.configs().put(config.configId(), config.changed(draft -> {
                draft.failedAt = clock.instant();
                draft.verificationError = refusal.detail();
            }));
            throw refusal;
        }
        List<Device> gpus = Objects.requireNonNull(request.gpus());
        Instance instance = instance(state, config, chute, request, gpus);
        String key = tokens.hex16();
        LaunchConfig claimed = config.changed(draft -> {
            draft.symmetricKey = key;
            draft.seed = tokens.seed();
            draft.instanceId = instance.instanceId();
            draft.retrievedAt = clock.instant();
        });
        invariants.tokenUsed(state, config.configId(), "claim");
        state.configs().put(config.configId(), claimed);
        life.created(state, instance);
        if (config.jobId() != null) {
            jobs.claimed(state, config.jobId(), instance);
        }
        String chosen = gpus.get(tokens.pick(gpus.size())).uuid();
        int iterations = catalogue.iterations(NodeRecord.typeOf(state, instance));
        return new Claimed(claimed, iterations, NodeRecord.device(state, chosen), key);
    }

    private Instance instance(
            PlatformState state, LaunchConfig config, ChuteDefinition chute, ClaimRequest request, List<Device> gpus) {
        String type = state.nodes().containsKey(gpus.getFirst().uuid())
                ? Objects.requireNonNull(state.nodes().get(gpus.getFirst().uuid()))
                        .gpuIdentifier()
                : "";
        return new Instance(
                UUID.randomUUID().toString(),
                chute.chuteId(),
                chute.version(),
                chute.chutesVersion(),
                config.minerHotkey(),
                config.configId(),
                config.jobId(),
                request.deploymentId(),
                Objects.requireNonNull(request.host()),
                Objects.requireNonNull(request.portMappings()),
                gpus.stream().map(Device::uuid).toList(),
                gpus.getFirst().name(),
                gpus.size() * catalogue.hourlyRate(type),
                false,
                false,
                worth.effective(state, chute, clock.instant()),
                0,
                0,
                clock.instant(),
                clock.instant(),
                null,
                null,
                null,
                null,
                null,
                chute.open() && config.jobId() == null ? null : chute.username());
    }
}
