package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.LaunchConfig.EnvType;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/** Proofs of pods: a wrong or late one costs the instance. */
public final class ProofDesk {
    private static final double PROOF_WINDOW = 2.15;

    private final Ledger ledger;
    private final LaunchTokens tokens;
    private final JobRuns jobs;
    private final InstanceLife life;
    private final GpuCatalogue catalogue;
    private final Worth worth;
    private final Invariants invariants;
    private final InstantSource clock;

    ProofDesk(
            Ledger ledger,
            LaunchTokens tokens,
            JobRuns jobs,
            InstanceLife life,
            GpuCatalogue catalogue,
            Worth worth,
            Invariants invariants,
            InstantSource clock) {
        this.ledger = ledger;
        this.tokens = tokens;
        this.jobs = jobs;
        this.life = life;
        this.catalogue = catalogue;
        this.worth = worth;
        this.invariants = invariants;
        this.clock = clock;
    }

    /** What a proof is answered with. */
    public record Proven(
            Instance instance, ChuteDefinition chute, Optional<Job> job, Instant verifiedAt, String fileSystemKey) {}

    private record Outcome(Optional<Proven> proven, Optional<Refusal> refusal) {}

    /**
     * {@code PUT {url}/graval}; {@code PUT {url}/tee} has nothing to prove beyond its machine.
     *
     * @param seen what an examination of its work and its ports found wrong, if anything
     */
    public Proven prove(String configId, String token, EnvType from, ProofRequest request, Optional<String> seen) {
        // A refusal must not undo what it does to the instance, so it leaves as a value.
        Outcome outcome = ledger.change(state -> prove(state, configId, token, from, request, seen));
        if (outcome.refusal().isPresent()) {
            throw outcome.refusal().get();
        }
        return outcome.proven().orElseThrow();
    }

    private Outcome prove(
            PlatformState state,
            String configId,
            String token,
            EnvType from,
            ProofRequest request,
            Optional<String> seen) {
        LaunchConfig config = tokens.authorised(state, configId, token, 401);
        if (config.verifiedAt() != null || from != config.envType()) {
            throw new Refusal(400, "Launch config is verified already, or by other means");
        }
        if (config.failedAt() != null) {
            throw new Refusal(403, "Launch config failed before: " + config.verificationError());
        }
        Instance instance = LaunchTokens.standing(state, config);
        Optional<String> wrong = problem(state, config, instance, request).or(() -> seen);
        return wrong.isPresent() ? refused(state, config, instance, wrong.get()) : accepted(state, config, instance);
    }

    private Optional<String> problem(
            PlatformState state, LaunchConfig config, Instance instance, ProofRequest request) {
        if (config.envType() == EnvType.TEE) {
            return Optional.empty();
        }
        double seconds = PROOF_WINDOW * catalogue.estimateSeconds(NodeRecord.typeOf(state, instance));
        Instant claimedAt = Objects.requireNonNull(config.retrievedAt());
        if (Duration.between(claimedAt, clock.instant()).toMillis() > seconds * 1000) {
            return Optional.of("the proof took longer than " + seconds + " s");
        }
        return SessionKeyProof.problem(config, request);
    }

    private Outcome refused(PlatformState state, LaunchConfig config, Instance instance, String why) {
        state.configs().put(config.configId(), config.changed(draft -> {
            draft.failedAt = clock.instant();
            draft.verificationError = why;
        }));
        jobs.unclaimed(state, instance);
        life.ended(state, instance, EndReason.WRONG_PROOF, 1);
        return new Outcome(Optional.empty(), Optional.of(new Refusal(403, "Verification failed: " + why)));
    }

    private Outcome accepted(PlatformState state, LaunchConfig config, Instance instance) {
        Instant now = clock.instant();
        ChuteDefinition chute = ChuteRegistry.known(state, instance.chuteId());
        invariants.tokenUsed(state, config.configId(), "proof");
        state.configs().put(config.configId(), config.changed(draft -> draft.verifiedAt = now));
        double warmUp = worth.atWarmUp(chute, instance, NodeRecord.typeOf(state, instance));
        life.change(state, instance, draft -> draft.warmUpMultiplier = warmUp);
        life.verified(state, instance);
        Instance verified = Objects.requireNonNull(state.instances().get(instance.instanceId()));
        Optional<Job> job = Optional.ofNullable(config.jobId()).map(state.jobs()::get);
        return new Outcome(
                Optional.of(new Proven(verified, chute, job, now, tokens.fileSystemKey(config))), Optional.empty());
    }
}
