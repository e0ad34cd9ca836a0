package dev.rigger.devnet.cluster.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** What the API server fills in when an object is created: phases, finished templates, node ports. */
final class Defaults {
    private final int firstNodePort;
    private final int lastNodePort;
    private int lastPort;

    Defaults(int firstNodePort, int lastNodePort) {
        this.firstNodePort = firstNodePort;
        this.lastNodePort = lastNodePort;
        this.lastPort = firstNodePort - 1;
    }

    void apply(Kind kind, ObjectNode object, Set<Integer> nodePortsTaken) {
        switch (kind) {
            case POD -> {
                if (object.at("/status/phase").isMissingNode()) {
                    object.withObject("/status").put("phase", "Pending");
                }
            }
            case JOB -> job(object);
            case NAMESPACE -> object.withObject("/status").put("phase", "Active");
            case SERVICE -> nodePorts(object, nodePortsTaken);
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

    private void nodePorts(ObjectNode service, Set<Integer> nodePortsTaken) {
        ObjectNode spec = service.withObject("/spec");
        if (!spec.path("type").asText().equals("NodePort")) {
            return;
        }
        Set<Integer> ownPorts = new HashSet<>();
        for (JsonNode port : spec.path("ports")) {
            int wanted = port.path("nodePort").asInt();
            if (wanted == 0) {
                wanted = nextFree(nodePortsTaken, ownPorts);
                ((ObjectNode) port).put("nodePort", wanted);
            } else if (nodePortsTaken.contains(wanted) || ownPorts.contains(wanted)) {
                throw new ApiRefusal(422, "Invalid", "spec.ports.nodePort: provided port is already allocated");
            }
            ownPorts.add(wanted);
        }
    }

    /** Goes round, so that a port just given back is not handed out at once. */
    private int nextFree(Set<Integer> taken, Set<Integer> ownPorts) {
        for (int tries = firstNodePort; tries <= lastNodePort; tries++) {
            lastPort = lastPort >= lastNodePort ? firstNodePort : lastPort + 1;
            if (!taken.contains(lastPort) && !ownPorts.contains(lastPort)) {
                return lastPort;
            }
        }
        throw new ApiRefusal(500, "InternalError", "no node port is free");
    }
}
