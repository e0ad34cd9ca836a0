package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.Incident.Kind;
import dev.rigger.devnet.validator.wire.Refusal;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The way of an instance from permission to service: launch config, nonce, claim, proof, activation.
 *
 * <p>Profile {@code none}: nothing is computed on a GPU. The claim's answer carries the session key itself, 32 hex
 * digits, as {@code symmetric_key.ciphertext}; the pod encrypts {@code symmetric_key.response_plaintext} with those 16
 * bytes (AES-128-CBC, PKCS7) and puts base64 of it as {@code response}, beside the {@code iv} as 32 hex digits.
 */
public final class LaunchDesk {
    /** After it an instance may no longer be activated. */
    private static final Duration ACTIVATION_DEADLINE = Duration.ofMinutes(210);

    private static final double PROOF_WINDOW = 2.15;

    private final Ledger ledger;
    private final ChuteRegistry chutes;
    private final InstanceRegistry instances;
    private final BountyBoard bounties;
    private final GpuCatalogue catalogue;
    private final Invariants invariants;
    private final ClaimCheck claims;
    private final LaunchJwt jwt;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Supplier<URI> api;

    LaunchDesk(
            Ledger ledger,
            ChuteRegistry chutes,
            InstanceRegistry instances,
            BountyBoard bounties,
            GpuCatalogue catalogue,
            Invariants invariants,
            SecureRandom random,
            InstantSource clock,
            Supplier<URI> api) {
        this.ledger = ledger;
        this.chutes = chutes;
        this.instances = instances;
        this.bounties = bounties;
        this.catalogue = catalogue;
        this.invariants = invariants;
        this.claims = new ClaimCheck(invariants);
        this.jwt = ledger.change(state -> LaunchJwt.from(state, random, clock));
        this.random = random;
        this.clock = clock;
        this.api = api;
    }

    public record Issued(String token, String configId) {}

    /** What a claim is answered with. */
    public record Claimed(LaunchConfig config, int iterations, String gpuUuid, String symmetricKey) {}

    /** What a proof is answered with. */
    public record Proven(Instance instance, ChuteDefinition chute, Instant verifiedAt) {}

    /** {@code GET /instances/launch_config}. */
    public Issued issue(String hotkey, String chuteId) {
        return ledger.change(state -> {
            refuseBlacklisted(state, hotkey);
            ChuteDefinition chute = ChuteRegistry.known(state, chuteId);
            refuseWithoutRoom(state, chute, state.targetOf(chuteId));
            LaunchConfig config = new LaunchConfig(
                    UUID.randomUUID().toString(),
                    chuteId,
                    hotkey,
                    hex16(),
                    hex16(),
                    state.targetOf(chuteId),
                    clock.instant(),
                    null,
                    0,
                    null,
                    null,
                    null,
                    null,
                    null);
            state.configs().put(config.configId(), config);
            return new Issued(jwt.issue(config, chute, url(config.configId())), config.configId());
        });
    }

    /** {@code GET {url}/nonce}: once. */
    public String nonce(String configId, String token) {
        return ledger.change(state -> {
            LaunchConfig config = authorised(state, configId, token, 400);
            String nonce = config.nonce();
            if (nonce == null) {
                throw new Refusal(404, "Nonce has already been consumed");
            }
            state.configs().put(configId, config.nonceRead());
            return nonce;
        });
    }

    /** {@code POST {url}/graval}: once. */
    public Claimed claim(String configId, String token, ClaimRequest request) {
        return ledger.change(state -> {
            LaunchConfig config = authorised(state, configId, token, 401);
            if (config.failedAt() != null) {
                throw new Refusal(403, "Launch config failed before: " + config.verificationError());
            }
            if (config.retrievedAt() != null) {
                invariants.report(state, Kind.CONFIG_CLAIMED_TWICE, configId, "claimed again by " + request.host());
                throw new Refusal(401, "Launch config " + configId + " has already been retrieved");
            }
            ChuteDefinition chute = ChuteRegistry.known(state, config.chuteId());
            if (chute.tee()) {
                throw new Refusal(400, "Chute " + chute.chuteId() + " needs a confidential VM");
            }
            refuseBlacklisted(state, config.minerHotkey());
            refuseWithoutRoom(state, chute, Math.max(config.targetWhenMade(), state.targetOf(chute.chuteId())));
            return claim(state, config, chute, request);
        });
    }

    private Claimed claim(PlatformState state, LaunchConfig config, ChuteDefinition chute, ClaimRequest request) {
        try {
            claims.check(state, config, chute, request);
        } catch (Refusal refusal) {
            state.configs().put(config.configId(), config.failed(refusal.detail(), clock.instant()));
            throw refusal;
        }
        var gpus = Objects.requireNonNull(request.gpus());
        String key = hex16();
        long seed = 1 + (random.nextLong() >>> 1) % (Long.MAX_VALUE - 1);
        Instance instance = new Instance(
                UUID.randomUUID().toString(),
                chute.chuteId(),
                chute.version(),
                config.minerHotkey(),
                config.configId(),
                Objects.requireNonNull(request.host()),
                Objects.requireNonNull(request.portMappings()),
                gpus.stream().map(Device::uuid).toList(),
                gpus.get(0).name(),
                false,
                false,
                chutes.multiplier(state, chute),
                clock.instant(),
                null,
                null,
                null);
        LaunchConfig claimed = config.claimed(instance.instanceId(), key, seed, clock.instant());
        state.configs().put(config.configId(), claimed);
        instances.created(state, instance);
        String chosen = gpus.get(random.nextInt(gpus.size())).uuid();
        return new Claimed(claimed, catalogue.iterations(typeOf(state, instance)), chosen, key);
    }

    /** {@code PUT {url}/graval}; a wrong or late one costs the instance. */
    public Proven prove(String configId, String token, ProofRequest request) {
        // A refusal must not undo what it does to the instance, so it leaves as a value.
        ProofOutcome outcome = ledger.change(state -> prove(state, configId, token, request));
        if (outcome.refusal().isPresent()) {
            throw outcome.refusal().get();
        }
        return outcome.proven().orElseThrow();
    }

    private record ProofOutcome(Optional<Proven> proven, Optional<Refusal> refusal) {}

    private ProofOutcome prove(PlatformState state, String configId, String token, ProofRequest request) {
        LaunchConfig config = authorised(state, configId, token, 401);
        if (config.verifiedAt() != null) {
            throw new Refusal(400, "Launch config is verified already");
        }
        if (config.failedAt() != null) {
            throw new Refusal(403, "Launch config failed before: " + config.verificationError());
        }
        Instance instance = standing(state, config);
        Instant now = clock.instant();
        Optional<String> wrong = SessionKeyProof.problem(config, request);
        double limit = PROOF_WINDOW * catalogue.estimateSeconds(typeOf(state, instance));
        Instant claimedAt = Objects.requireNonNull(config.retrievedAt());
        if (Duration.between(claimedAt, now).toMillis() > limit * 1000) {
            wrong = Optional.of("the proof took longer than " + limit + " s");
        }
        if (wrong.isPresent()) {
            state.configs().put(configId, config.failed(wrong.get(), now));
            instances.delete(state, instance);
            return new ProofOutcome(
                    Optional.empty(), Optional.of(new Refusal(403, "Verification failed: " + wrong.get())));
        }
        Instance verified = instance.verified(now);
        state.configs().put(configId, config.verified(now));
        instances.verified(state, verified);
        ChuteDefinition chute = ChuteRegistry.known(state, instance.chuteId());
        return new ProofOutcome(Optional.of(new Proven(verified, chute, now)), Optional.empty());
    }

    /** {@code GET {url}/activate}; again is fine. The loser of a race loses its instance. */
    public void activate(String configId, String token) {
        Optional<Refusal> refused = ledger.change(state -> activate(state, configId, token));
        if (refused.isPresent()) {
            throw refused.get();
        }
    }

    private Optional<Refusal> activate(PlatformState state, String configId, String token) {
        LaunchConfig config = authorised(state, configId, token, 401);
        if (config.verifiedAt() == null) {
            throw new Refusal(403, "Instance is not verified");
        }
        Instance instance = standing(state, config);
        if (instance.active()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (Duration.between(instance.createdAt(), now).compareTo(ACTIVATION_DEADLINE) > 0) {
            instances.delete(state, instance);
            return Optional.of(new Refusal(410, "Too late to activate"));
        }
        ChuteDefinition chute = ChuteRegistry.known(state, instance.chuteId());
        int target = Math.max(config.targetWhenMade(), state.targetOf(chute.chuteId()));
        try {
            refuseWithoutRoom(state, chute, target);
        } catch (Refusal refusal) {
            instances.delete(state, instance);
            return Optional.of(refusal);
        }
        double multiplier = chutes.multiplier(state, chute);
        boolean bounty = bounties.claim(state, chute.chuteId()).isPresent();
        instances.activated(state, instance.activated(now, bounty, multiplier));
        if (state.activeOf(chute.chuteId()) > target) {
            invariants.report(state, Kind.ACTIVE_ABOVE_TARGET, chute.chuteId(), "more active than " + target);
        }
        return Optional.empty();
    }

    private static void refuseBlacklisted(PlatformState state, String hotkey) {
        String reason = state.blacklist().get(hotkey);
        if (reason != null) {
            throw new Refusal(403, "Your hotkey has been blacklisted: " + reason);
        }
    }

    private static void refuseWithoutRoom(PlatformState state, ChuteDefinition chute, int target) {
        if (chute.disabled()) {
            throw new Refusal(423, "Chute " + chute.chuteId() + " is disabled");
        }
        long active = state.activeOf(chute.chuteId());
        if (!chute.open() && active == 0 && !state.bounties().containsKey(chute.chuteId())) {
            throw new Refusal(423, "Private chute " + chute.chuteId() + " has no bounty");
        }
        if (active >= target && (chute.open() || active > 0)) {
            throw new Refusal(
                    423, "Target capacity of chute " + chute.chuteId() + " is reached: " + active + " of " + target);
        }
    }

    private LaunchConfig authorised(PlatformState state, String configId, String token, int statusOfBadToken) {
        String named;
        try {
            named = jwt.configOf(token);
        } catch (Refusal refusal) {
            throw new Refusal(statusOfBadToken, refusal.detail());
        }
        LaunchConfig config = state.configs().get(configId);
        if (config == null || !named.equals(configId)) {
            throw new Refusal(config == null ? 404 : statusOfBadToken, "Launch token is not for config " + configId);
        }
        return config;
    }

    private static Instance standing(PlatformState state, LaunchConfig config) {
        Instance instance =
                config.instanceId() == null ? null : state.instances().get(config.instanceId());
        if (instance == null) {
            throw new Refusal(404, "Instance of config " + config.configId() + " is gone");
        }
        return instance;
    }

    private static String typeOf(PlatformState state, Instance instance) {
        NodeRecord node = state.nodes().get(instance.gpuUuids().get(0));
        return node == null ? "" : node.gpuIdentifier();
    }

    /** Where a config's pod finds its calls. */
    public String url(String configId) {
        return api.get() + "/instances/launch_config/" + configId;
    }

    private String hex16() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
