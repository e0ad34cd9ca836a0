package dev.rigger.devnet.cluster.programs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.hardware.ModelCaches;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A chute's container as the validator sees it: nonce, claim of the launch token, proof, load, activation; then it serves
 * until it is stopped, or does its job and ends. Whatever the validator refuses ends it with exit code 137.
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
    private final JobWork job;

    public ChuteProgram(
            LaunchCalls calls, ClaimBody claimBody, ModelCaches caches, Timings timings, InstantSource clock) {
        this.calls = calls;
        this.claimBody = claimBody;
        this.caches = caches;
        this.timings = timings;
        this.clock = clock;
        this.job = new JobWork(calls, timings.load());
    }

    /**
     * @param load from the accepted proof until the model is loaded
     * @param pause by which the pauses between tries grow
     */
    public record Timings(Duration load, Duration pause) {}

    @Override
    public Exit run(Container container) throws InterruptedException {
        String token = container.env().get("CHUTES_LAUNCH_JWT");
        if (token == null) {
            container.log("serving");
            new CountDownLatch(1).await();
            return Exit.ok();
        }
        JsonNode claims = LaunchProof.claims(token);
        try (PodCalls pod = PodCalls.of(container, claims.path("sub").asText())) {
            if (!container.remembers(ACTIVATED)) {
                Launched launched = launch(container, token, claims, pod);
                if (launched.refusal() != null) {
                    container.log(launched.refusal());
                    return Exit.refused(launched.refusal());
                }
                if (!launched.answer().path("job_id").asText("").isEmpty()) {
                    return endOf(container, job.run(container, launched.answer(), pod));
                }
                container.remember(ACTIVATED);
            }
            container.log("serving");
            new CountDownLatch(1).await();
            return Exit.ok();
        }
    }

    private static Exit endOf(Container container, @Nullable String untold) {
        if (untold == null) {
            return Exit.ok();
        }
        container.log(untold);
        return new Exit(1, untold);
    }

    /**
     * How a launch ended.
     *
     * @param answer to the proof
     * @param refusal why not; null when the instance is active
     */
    private record Launched(JsonNode answer, @Nullable String refusal) {
        static Launched refused(String why) {
            return new Launched(MissingNode.getInstance(), why);
        }
    }

    private Launched launch(Container container, String token, JsonNode claims, PodCalls pod)
            throws InterruptedException {
        String url = claims.path("url").asText();
        LaunchCalls.Answer nonce = calls.get(url + "/nonce", token);
        if (nonce.status() != 200) {
            return Launched.refused("nonce refused: " + nonce.status());
        }
        ObjectNode body = claimBody.of(container, claims, nonce.body());
        LaunchCalls.Answer claim = calls.post(url + "/graval", token, body);
        if (claim.status() != 200) {
            return Launched.refused("claim refused: " + claim.status() + " " + claim.body());
        }
        container.log("claimed " + claims.path("sub").asText());
        LaunchCalls.Answer proof;
        GpuWork.Done done;
        try {
            done = GpuWork.of(claim.json(), body.path("gpus"));
            proof = prove(url, token, claim.json(), body, done);
        } catch (IllegalArgumentException | IOException e) {
            return Launched.refused("cannot prove: " + e.getMessage());
        }
        if (proof.status() != 200) {
            return Launched.refused("proof refused: " + proof.status() + " " + proof.body());
        }
        container.log("verified as instance " + proof.json().path("instance_id").asText());
        pod.launched(
                claims.path("chute_id").asText(),
                done.keyHex(),
                proof.json().path("code").asText());
        load(container);
        String activation = proof.json().path("activation_url").asText(url + "/activate");
        return new Launched(proof.json(), activate(activation, token));
    }

    /** A job's own ports answer while the validator looks whether they are open. */
    private LaunchCalls.Answer prove(String url, String token, JsonNode claimed, JsonNode claim, GpuWork.Done done)
            throws IOException, InterruptedException {
        try (JobPorts ports = JobPorts.open(claim.path("host").asText(), claim.path("port_mappings"), done.keyHex())) {
            return calls.put(url + "/graval", token, LaunchProof.answer(claimed, done));
        }
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
