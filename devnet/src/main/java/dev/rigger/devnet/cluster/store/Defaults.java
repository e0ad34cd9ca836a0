package dev.rigger.devnet.cluster.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** What the API server fills in when an object is created: phases, finished templates, node ports. */
final class Defaults {
    private static final int FIRST_NODE_PORT = 30_000;
    private static final int LAST_NODE_PORT = 32_767;

    private int lastPort = FIRST_NODE_PORT - 1;

    void apply(Kind kind, ObjectNode object, Collection<ObjectNode> services) {
        switch (kind) {
            case POD -> {
                if (object.at("/status/phase").isMissingNode()) {
                    object.withObject("/status").put("phase", "Pending");
                }
            }
            case JOB -> job(object);
            case NAMESPACE -> object.withObject("/status").put("phase", "Active");
            case SERVICE -> nodePorts(object, services);
            default -> {}
        }
    }

    private static void job(ObjectNode job) {
        String name = job.at("/metadata/name").asText();
        String uid = job.at("/metadata/uid").asText();
        ObjectNode labels = job.withObject("/spec/template/metadata/labels");
        labels.put("job-name", name).put("controller-uid", uid);
        labels.put("batch.kubernetes.io/job-name", name).put("batch.kubernetes.io/controller-uid", uid);
        job.withObject("/spec/selector/matchLabels").put("batch.kubernetes.io/controller-uid", uid);
        job.withObject("/status");
    }

    private void nodePorts(ObjectNode service, Collection<ObjectNode> services) {
        ObjectNode spec = service.withObject("/spec");
        if (!spec.path("type").asText().equals("NodePort")) {
            return;
        }
        Set<Integer> taken = new HashSet<>();
        services.forEach(other -> other.at("/spec/ports")
                .forEach(port -> taken.add(port.path("nodePort").asInt())));
        for (JsonNode port : spec.path("ports")) {
            int wanted = port.path("nodePort").asInt();
            if (wanted == 0) {
                wanted = nextFree(taken);
                ((ObjectNode) port).put("nodePort", wanted);
            } else if (taken.contains(wanted)) {
                throw new ApiRefusal(422, "Invalid", "spec.ports.nodePort: provided port is already allocated");
            }
            taken.add(wanted);
        }
    }

    /** Goes round, so that a port just given back is not handed out at once. */
    private int nextFree(Set<Integer> taken) {
        for (int tries = FIRST_NODE_PORT; tries <= LAST_NODE_PORT; tries++) {
            lastPort = lastPort >= LAST_NODE_PORT ? FIRST_NODE_PORT : lastPort + 1;
            if (!taken.contains(lastPort)) {
                return lastPort;
            }
        }
        throw new ApiRefusal(500, "InternalError", "no node port is free");
    }
}
