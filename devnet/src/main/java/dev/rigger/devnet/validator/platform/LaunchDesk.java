package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import dev.rigger.devnet.validator.wire.Refusal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Permissions to launch: given to miners, their nonces read by pods. */
public final class LaunchDesk {
    private static final String CPU = "cpu";

    private final Ledger ledger;
    private final LaunchTokens tokens;
    private final JobRuns jobs;
    private final Room room;
    private final PrivateGate privateGate;
    private final Conduct conduct;
    private final Invariants invariants;
    private final Announcer announcer;
    private final ProtocolRules.Wire wire;
    private final InstantSource clock;

    LaunchDesk(
            Ledger ledger,
            LaunchTokens tokens,
            JobRuns jobs,
            Room room,
            PrivateGate privateGate,
            Conduct conduct,
            Invariants invariants,
            Announcer announcer,
            ProtocolRules.Wire wire,
            InstantSource clock) {
        this.ledger = ledger;
        this.tokens = tokens;
        this.jobs = jobs;
        this.room = room;
        this.privateGate = privateGate;
        this.conduct = conduct;
        this.invariants = invariants;
        this.announcer = announcer;
        this.wire = wire;
        this.clock = clock;
    }

    public record Issued(String token, String configId) {}

    /** What a miner asks for; {@code jobId} for a job, {@code serverId} where it says on which server. */
    public record Wanted(
            String chuteId,
            @Nullable String jobId,
            @Nullable String serverId) {}

    /** {@code GET /instances/launch_config} for a copy of a chute. */
    public Issued issue(String hotkey, String chuteId) {
        return issue(hotkey, new Wanted(chuteId, null, null));
    }

    public Issued issue(String hotkey, Wanted wanted) {
        return ledger.change(state -> {
            Miners.refuseBlacklisted(state, hotkey);
            conduct.wantedGone(state, hotkey, wanted.chuteId());
            ChuteDefinition chute = ChuteRegistry.known(state, wanted.chuteId());
            refuseMachine(state, hotkey, chute, wanted.serverId());
            if (wanted.jobId() == null) {
                privateGate.check(state, hotkey, chute);
                room.forLaunch(state, chute, hotkey, state.targetOf(chute.chuteId()));
            } else {
                Room.refuseDisabled(chute);
                jobs.race(state, hotkey, chute.chuteId(), wanted.jobId());
            }
            LaunchConfig config = config(state, hotkey, chute, wanted.jobId());
            state.configs().put(config.configId(), config);
            if (wire.tokenIsTold()) {
                announcer.publish(PlatformEvent.toPublic("launch_token_created", tokenCreated(hotkey, chute)));
            }
            int disk = wanted.jobId() == null
                    ? 10
                    : JobRuns.known(state, wanted.jobId()).diskGb();
            return new Issued(tokens.issue(config, chute, disk), config.configId());
        });
    }

    /** {@code GET {url}/nonce}: once. */
    public String nonce(String configId, String token) {
        return ledger.change(state -> {
            LaunchConfig config = tokens.authorised(state, configId, token, 400);
            String nonce = config.nonce();
            if (nonce == null) {
                throw new Refusal(404, "Nonce has already been consumed");
            }
            invariants.tokenUsed(state, configId, "nonce");
            state.configs().put(configId, config.changed(draft -> draft.nonce = null));
            return nonce;
        });
    }

    /** Where a config's pod finds its calls. */
    public String url(String configId) {
        return tokens.url(configId);
    }

    /** Where a job's pod reports its end. */
    public String jobUrl(String jobId) {
        return tokens.jobUrl(jobId);
    }

    public String uploadUrl(String jobId, String filename) {
        return tokens.uploadUrl(jobId, filename);
    }

    /** The job that a token in such an address is for; the file too where it names one. Refuses with 401. */
    public List<String> jobOf(String token) {
        LaunchJwt.JobClaims claims = tokens.job(token);
        List<String> named = new ArrayList<>(List.of(claims.jobId()));
        if (claims.filename() != null) {
            named.add(claims.filename());
        }
        return named;
    }

    /** The config that a launch token is for; refuses with 401 what is none, with 404 one that is not known. */
    public LaunchConfig configOf(String token) {
        String configId = tokens.configOf(token);
        return ledger.read(state -> {
            LaunchConfig config = state.configs().get(configId);
            if (config == null) {
                throw new Refusal(404, "Launch config not found: " + configId);
            }
            return config;
        });
    }

    public @Nullable LaunchConfig byId(String configId) {
        return ledger.read(state -> state.configs().get(configId));
    }

    private static void refuseMachine(
            PlatformState state, String hotkey, ChuteDefinition chute, @Nullable String serverId) {
        if (chute.computeType().equals(CPU)) {
            throw new Refusal(400, "Chute " + chute.chuteId() + " runs on CPUs: the platform launches it itself");
        }
        ServerRecord server = serverId == null ? null : state.servers().get(serverId);
        if (server != null
                && server.minerHotkey().equals(hotkey)
                && server.version() != null
                && !SdkVersion.atLeast(server.version(), 0, 2, 1)
                && SdkVersion.atLeast(chute.chutesVersion(), 0, 6, 0)) {
            throw new Refusal(400, "Server " + server.name() + " is too old for this chute: upgrade it to 0.2.1");
        }
    }

    private LaunchConfig config(PlatformState state, String hotkey, ChuteDefinition chute, @Nullable String jobId) {
        return new LaunchConfig(
                UUID.randomUUID().toString(),
                chute.chuteId(),
                jobId,
                hotkey,
                tokens.hex16(),
                chute.tee() ? LaunchConfig.EnvType.TEE : LaunchConfig.EnvType.GRAVAL,
                state.targetOf(chute.chuteId()),
                chute.launchProof(),
                clock.instant(),
                tokens.hex16(),
                null,
                0,
                null,
                null,
                null,
                null,
                null);
    }

    private static Map<String, Object> tokenCreated(String hotkey, ChuteDefinition chute) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("chute_id", chute.chuteId());
        data.put("miner_hotkey", hotkey);
        data.put("gpu_count", chute.gpuCount());
        data.put("include_gpus", chute.supportedGpus());
        data.put("min_vram_gb", chute.minVramGb());
        return data;
    }
}
