package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.wire.Refusal;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Launch tokens and what they open: each is for one config, whose pod finds its calls under one address. */
final class LaunchTokens {
    private final LaunchJwt jwt;
    private final SecureRandom random;
    private final Supplier<URI> api;

    LaunchTokens(Ledger ledger, SecureRandom random, InstantSource clock, Supplier<URI> api) {
        this.jwt = ledger.change(state -> LaunchJwt.from(state, random, clock));
        this.random = random;
        this.api = api;
    }

    String issue(LaunchConfig config, ChuteDefinition chute, int diskGb) {
        return jwt.issue(config, chute, url(config.configId()), diskGb);
    }

    /** Where a config's pod finds its calls. */
    String url(String configId) {
        return api.get() + "/instances/launch_config/" + configId;
    }

    /** Where a job's pod reports; the token in it does not expire. */
    String jobUrl(String jobId) {
        return api.get() + "/jobs/" + jobId + "?token=" + jwt.forJob(jobId, null);
    }

    String uploadUrl(String jobId, String filename) {
        return api.get() + "/jobs/" + jobId + "/upload?token=" + jwt.forJob(jobId, filename);
    }

    /** What the pod's file system is opened with. */
    String fileSystemKey(LaunchConfig config) {
        return jwt.fileSystemKey(config);
    }

    LaunchJwt.JobClaims job(String token) {
        return jwt.jobOf(token);
    }

    /** The config that a token names, whatever its path says. */
    String configOf(String token) {
        return jwt.configOf(token);
    }

    LaunchConfig authorised(PlatformState state, String configId, String token, int statusOfBadToken) {
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

    static Instance standing(PlatformState state, LaunchConfig config) {
        Instance instance =
                config.instanceId() == null ? null : state.instances().get(config.instanceId());
        if (instance == null) {
            throw new Refusal(404, "Instance of config " + config.configId() + " is gone");
        }
        return instance;
    }

    String hex16() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    long seed() {
        return random.nextLong(1, Long.MAX_VALUE);
    }

    int pick(int bound) {
        return random.nextInt(bound);
    }
}
