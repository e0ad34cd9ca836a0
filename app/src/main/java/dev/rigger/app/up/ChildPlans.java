package dev.rigger.app.up;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each of our processes is told in a rehearsal. */
final class ChildPlans {
    /** An hour of the network passes in twelve minutes. */
    private static final String TIME_FACTOR = "5";

    private final Addresses addresses;
    private final ThrowawayKey miner;
    private final ThrowawayKey validator;
    private final Path devnet;
    private final ClusterKind cluster;
    private final boolean lively;

    ChildPlans(
            Addresses addresses,
            ThrowawayKey miner,
            ThrowawayKey validator,
            Path devnet,
            ClusterKind cluster,
            boolean lively) {
        this.addresses = addresses;
        this.miner = miner;
        this.validator = validator;
        this.devnet = devnet;
        this.cluster = cluster;
        this.lively = lively;
    }

    ThrowawayKey miner() {
        return miner;
    }

    ThrowawayKey validator() {
        return validator;
    }

    String temporal() {
        return "127.0.0.1:" + addresses.temporal();
    }

    Path kubeconfig() {
        return devnet.resolve("kubeconfig");
    }

    ChildPlan devnet() {
        List<String> arguments = new ArrayList<>(List.of(
                "devnet",
                "--state",
                devnet.toString(),
                "--miner",
                miner.hotkey().ss58(),
                "--validator-port",
                Integer.toString(addresses.validator()),
                "--socket-port",
                Integer.toString(addresses.validatorSocket()),
                "--cluster",
                cluster.toString(),
                "--cluster-port",
                Integer.toString(addresses.cluster())));
        if (!lively) {
            arguments.add("--still");
        }
        return new ChildPlan("devnet", arguments, Map.of(DevnetCommand.SEED, validator.seed()), "160m");
    }

    ChildPlan gravalWorker(GpuServer server) throws IOException {
        Map<String, String> environment = new HashMap<>(common());
        environment.put("SERVER_NAME", server.name());
        environment.put("SIMULATED_GPUS", server.simulated());
        environment.put("VERIFICATION_BIND_HOST", server.address());
        environment.put("VERIFICATION_HOST", server.address());
        environment.put("VERIFICATION_PORT", "0");
        return new ChildPlan("graval-worker-" + server.name(), List.of("graval-worker"), environment, "96m");
    }

    ChildPlan controlPlane() throws IOException {
        Map<String, String> environment = new HashMap<>(common());
        environment.put("MINER_SEED", miner.seed());
        environment.put("POSTGRESQL", "postgresql://postgres@127.0.0.1:" + addresses.postgres() + "/postgres");
        environment.put("REDIS_URL", "redis://127.0.0.1:" + addresses.redis() + "/0");
        environment.put("KUBECONFIG", kubeconfig().toString());
        environment.put("PORT", Integer.toString(addresses.rest()));
        environment.put("RIGGER_BIND_HOST", "127.0.0.1");
        environment.put("RIGGER_TIME_FACTOR", TIME_FACTOR);
        environment.put("CHUTE_SHUTDOWN_TIME_SECONDS", "5");
        return new ChildPlan("control-plane", List.of("run"), environment, "256m");
    }

    private Map<String, String> common() throws IOException {
        return Map.of("MINER_SS58", miner.hotkey().ss58(), "VALIDATORS", validators(), "TEMPORAL_ADDRESS", temporal());
    }

    private String validators() throws IOException {
        return new ObjectMapper()
                .writeValueAsString(Map.of(
                        "supported",
                        List.of(Map.of(
                                "hotkey",
                                validator.hotkey().ss58(),
                                "registry",
                                "127.0.0.1:30500",
                                "api",
                                "http://127.0.0.1:" + addresses.validator(),
                                "socket",
                                "ws://127.0.0.1:" + addresses.validatorSocket()))));
    }
}
