package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.ClaimDesk;
import dev.rigger.devnet.validator.platform.ClaimRequest;
import dev.rigger.devnet.validator.platform.Job;
import dev.rigger.devnet.validator.platform.LaunchConfig;
import dev.rigger.devnet.validator.platform.LaunchConfig.EnvType;
import dev.rigger.devnet.validator.platform.LaunchProof;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.ProofDesk;
import dev.rigger.devnet.validator.platform.ProofRequest;
import dev.rigger.devnet.validator.verification.LaunchExamination;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import dev.rigger.gpv1.Profile;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@code /instances/launch_config/{id}/...}: the calls of pods, which carry the launch token in {@code Authorization}. */
public final class PodRoutes {
    private static final String CONFIG = "/instances/launch_config/{config_id}";
    private static final Duration NONCE_LIFE = Duration.ofMinutes(10);
    private static final int MOST_NONCES = 10_000;

    private final Platform platform;
    private final LaunchExamination examination;
    private final String validatorKey;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Bound> nonces = new ConcurrentHashMap<>();

    /** A nonce and the address that it was given to. */
    private record Bound(String address, Instant until) {}

    /** @param validatorKey the validator's public key in hex */
    public PodRoutes(Platform platform, LaunchExamination examination, String validatorKey) {
        this.platform = platform;
        this.examination = examination;
        this.validatorKey = validatorKey;
    }

    public void addTo(Router router) {
        router.on("GET", "/instances/nonce", this::attestationNonce)
                .on("GET", CONFIG + "/nonce", this::nonce)
                .on("GET", CONFIG + "/activate", this::activate)
                .on("POST", CONFIG + "/graval", this::claim)
                .on("PUT", CONFIG + "/graval", call -> prove(call, EnvType.GRAVAL))
                .on("POST", CONFIG, this::claim)
                .on("PUT", CONFIG, call -> prove(call, EnvType.GRAVAL))
                .on("POST", CONFIG + "/tee", this::claimFromMachine)
                .on("POST", CONFIG + "/attest", this::claimFromMachine)
                .on("PUT", CONFIG + "/tee", call -> prove(call, EnvType.TEE));
    }

    private Reply attestationNonce(Call call) {
        Instant now = platform.now();
        nonces.values().removeIf(bound -> now.isAfter(bound.until()));
        if (nonces.size() >= MOST_NONCES) {
            throw new Refusal(429, "Too many nonces are open: use one.");
        }
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        nonces.put(nonce, new Bound(call.clientAddress(), now.plus(NONCE_LIFE)));
        return Reply.json(nonce);
    }

    private Reply nonce(Call call) {
        return Reply.text(platform.launches().nonce(call.variable("config_id"), token(call, 400)));
    }

    private Reply claim(Call call) {
        ClaimDesk.Claimed claimed = platform.claims()
                .claim(
                        call.variable("config_id"),
                        token(call, 401),
                        EnvType.GRAVAL,
                        call.json(ClaimRequest.class),
                        call.clientAddress());
        LaunchProof proof = claimed.config().proof();
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("ciphertext", examination.hidden(claimed));
        key.put("uuid", claimed.chosen().uuid());
        key.put("response_plaintext", claimed.config().responsePlaintext());
        Map<String, @Nullable Object> wire = new LinkedHashMap<>();
        wire.put("seed", claimed.config().seed());
        wire.put("iterations", proof.profile().map(Profile::passes).orElse(claimed.iterations()));
        wire.put("job_id", claimed.config().jobId());
        wire.put("scheme", proof.scheme());
        proof.profile()
                .ifPresent(work -> wire.put(
                        "profile",
                        Map.of(
                                "n", work.order(),
                                "t", work.layers(),
                                "gs", work.groupRows(),
                                "rows", work.rows())));
        wire.put("symmetric_key", key);
        wire.put("validator_pubkey", validatorKey);
        return Reply.json(wire);
    }

    private Reply claimFromMachine(Call call) {
        String nonce = call.header("x-chutes-nonce").orElse("");
        Bound bound = nonces.remove(nonce);
        if (bound == null
                || !bound.address().equals(call.clientAddress())
                || platform.now().isAfter(bound.until())) {
            throw new Refusal(403, "The attestation nonce is unknown, used, over, or another machine's");
        }
        ClaimDesk.Claimed claimed = platform.claims()
                .claim(
                        call.variable("config_id"),
                        token(call, 401),
                        EnvType.TEE,
                        call.json(ClaimRequest.class),
                        call.clientAddress());
        return Reply.json(Map.of("symmetric_key", claimed.symmetricKey(), "validator_pubkey", validatorKey));
    }

    private Reply prove(Call call, EnvType from) {
        String configId = call.variable("config_id");
        String token = token(call, 401);
        ProofRequest request = call.json(ProofRequest.class);
        LaunchConfig config = platform.launches().configOf(token);
        Optional<String> seen =
                config.configId().equals(configId) ? examination.problem(config, request) : Optional.empty();
        ProofDesk.Proven proven = platform.proofs().prove(configId, token, from, request, seen);
        ChuteDefinition chute = proven.chute();
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("chute_id", chute.chuteId());
        wire.put("instance_id", proven.instance().instanceId());
        wire.put("verified_at", proven.verifiedAt());
        wire.put("code", chute.code());
        wire.put("fs_key", proven.fileSystemKey());
        wire.put("secrets", Map.of("PYTHONDONTWRITEBYTECODE", "1"));
        proven.job().ifPresent(job -> addJob(wire, job));
        wire.put("activation_url", platform.launches().url(configId) + "/activate");
        return Reply.json(wire);
    }

    private void addJob(Map<String, Object> wire, Job job) {
        wire.put("job_id", job.jobId());
        wire.put("job_method", job.method());
        wire.put("job_data", job.jobArgs());
        wire.put("job_status_url", platform.launches().jobUrl(job.jobId()));
    }

    private Reply activate(Call call) {
        platform.activations().activate(call.variable("config_id"), token(call, 401));
        return Reply.json(Map.of("ok", true));
    }

    static String token(Call call, int statusWithout) {
        String header = call.header("authorization")
                .orElseThrow(() -> new Refusal(statusWithout, "Launch token is missing"))
                .trim();
        return header.substring(header.lastIndexOf(' ') + 1);
    }
}
