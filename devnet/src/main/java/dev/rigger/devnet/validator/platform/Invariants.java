package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.Incident.Kind;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rules that must hold after every transition, whoever made a mistake; a broken one is kept for whoever asks. */
public final class Invariants {
    private static final Logger LOG = LoggerFactory.getLogger(Invariants.class);

    private final InstantSource clock;
    private final Map<String, Integer> eventsSeen = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();

    Invariants(InstantSource clock) {
        this.clock = clock;
    }

    /** Checks the instances as they are now. */
    void check(PlatformState state) {
        unique(state, Kind.GPU_OWNED_TWICE, Instance::gpuUuids);
        unique(state, Kind.CONFIG_OWNED_TWICE, instance -> List.of(instance.configId()));
        unique(state, Kind.ADDRESS_OWNED_TWICE, Invariants::addresses);
    }

    static List<String> addresses(Instance instance) {
        return instance.ports().stream()
                .map(port -> instance.host() + ":" + port.externalPort())
                .distinct()
                .toList();
    }

    /** An owner sees created, verified, activated once and in that order; deleted ends it. */
    void told(PlatformState state, String reason, String instanceId) {
        int step = switch (reason) {
            case "instance_created" -> 1;
            case "instance_verified" -> 2;
            case "instance_activated" -> 3;
            default -> 0;
        };
        boolean outOfOrder = deleted.contains(instanceId);
        if (step > 0) {
            Integer before = eventsSeen.put(instanceId, step);
            // After a restart the beginning of a life is not known here.
            outOfOrder |= before == null ? false : before != step - 1;
        }
        if (reason.equals("instance_deleted")) {
            deleted.add(instanceId);
            eventsSeen.remove(instanceId);
        }
        if (outOfOrder) {
            report(state, Kind.EVENTS_OUT_OF_ORDER, instanceId, reason + " came out of order");
        }
    }

    void report(PlatformState state, Kind kind, String subject, String what) {
        LOG.warn("{} {}: {}", kind, subject, what);
        state.incidents().add(new Incident(kind, subject, what, clock.instant()));
    }

    private void unique(PlatformState state, Kind kind, Function<Instance, List<String>> held) {
        Map<String, String> owners = new HashMap<>();
        for (Instance instance : state.instances().values()) {
            for (String thing : held.apply(instance)) {
                String other = owners.put(thing, instance.instanceId());
                if (other != null) {
                    report(state, kind, thing, "held by " + other + " and " + instance.instanceId());
                }
            }
        }
    }
}
