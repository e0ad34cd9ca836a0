package dev.rigger.devnet.cluster.programs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rigger.devnet.cluster.hardware.ModelCaches;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A chute's container as the validator sees it: nonce, claim of the launch token, proof, load, activation; then it serves
 * until it is stopped. Whatever the validator refuses ends it with exit code 137.
 */
public final class ChuteProgram implements Program {
    private static final String ACTIVATED = "activated";
    private static final int ACTIVATION_TRIES = 10;
    private static final long GIB = 1L << 30;

    private final LaunchCalls calls;
    private final ClaimBody claimBody;
    private final ModelCaches caches;
    private final Timings timings;
    private final InstantSource clock;

    public ChuteProgram(
            LaunchCalls calls, ClaimBody claimBody, ModelCaches caches, Timings timings, InstantSource clock) {
        this.calls = calls;
        this.claimBody = claimBody;
        this.caches = caches;
        this.timings = timings;
        this.clock = clock;
    }

    /**
     * @param load from the accepted proof until the model is loaded
     * @param pause by which the pauses between tries grow
     */
    public record Timings(Duration load, Duration pause) {}

    @Override
    public Exit run(Container container) throws InterruptedException {
        String token = container.env().get("CHUTES_LAUNCH_JWT");
        if (token != null && !container.remembers(ACTIVATED)) {
            String refusal = launch(container, token);
            if (refusal != null) {
                container.log(refusal);
                return Exit.refused(refusal);
            }
            container.remember(ACTIVATED);
        }
        container.log("serving");
        new CountDownLatch(1).await();
        return Exit.ok();
    }

    /** Why not, or null when the instance is active. */
    private @Nullable String launch(Container container, String token) throws InterruptedException {
        JsonNode claims = LaunchProof.claims(token);
        String url = claims.path("url").asText();
        LaunchCalls.Answer nonce = calls.get(url + "/nonce", token);
        if (nonce.status() != 200) {
            return "nonce refused: " + nonce.status();
        }
        LaunchCalls.Answer claim = calls.post(url + "/graval", token, claimBody.of(container, claims, nonce.body()));
        if (claim.status() != 200) {
            return "claim refused: " + claim.status() + " " + claim.body();
        }
        container.log("claimed " + claims.path("sub").asText());
        LaunchCalls.Answer proof;
        try {
            proof = calls.put(url + "/graval", token, LaunchProof.answer(claim.json(), claimBody.gpus(container)));
        } catch (IllegalArgumentException e) {
            return "cannot prove: " + e.getMessage();
        }
        if (proof.status() != 200) {
            return "proof refused: " + proof.status() + " " + proof.body();
        }
        container.log("verified as instance " + proof.json().path("instance_id").asText());
        load(container);
        return activate(proof.json().path("activation_url").asText(url + "/activate"), token);
    }

    private void load(Container container) throws InterruptedException {
        String chuteId = container.labels().getOrDefault("chutes/chute-id", container.podName());
        long bytes = (10 + Math.floorMod(chuteId.hashCode(), 110)) * GIB;
        Thread.sleep(timings.load());
        caches.read(container.nodeName(), new ModelCaches.Entry(chuteId, bytes, clock.instant()));
        container.log("model loaded");
    }

    private @Nullable String activate(String url, String token) throws InterruptedException {
        String last = "";
        for (int attempt = 0; attempt < ACTIVATION_TRIES; attempt++) {
            Thread.sleep(timings.pause().multipliedBy(attempt));
            LaunchCalls.Answer answer = calls.get(url, token);
            if (answer.status() == 200) {
                return null;
            }
            last = "activation refused: " + answer.status() + " " + answer.body();
            if (answer.status() == 423) {
                return last;
            }
        }
        return last;
    }

    /** Reads JSON that must be JSON. */
    static JsonNode parse(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }
}
