package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.Incident.Kind;
import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules that must hold after every transition, whoever made a mistake; a broken one is kept for whoever asks.
 *
 * <p>Keeps books of its own beside the platform's state, so that a mistake of the platform shows as a difference.
 */
public final class Invariants {
    private static final Logger LOG = LoggerFactory.getLogger(Invariants.class);

    private final InstantSource clock;
    private final Owners gpus = new Owners(Kind.GPU_OWNED_TWICE);
    private final Owners configs = new Owners(Kind.CONFIG_OWNED_TWICE);
    private final Owners addresses = new Owners(Kind.ADDRESS_OWNED_TWICE);
    private final Owners miners = new Owners(Kind.GPU_OF_TWO_MINERS);
    private final Map<String, Integer> eventsSeen = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final Set<String> tokenUses = new HashSet<>();

    Invariants(InstantSource clock) {
        this.clock = clock;
    }

    /** Begins the books from what is there already. */
    void resume(PlatformState state) {
        state.instances().values().forEach(instance -> hold(state, instance));
        state.nodes().values().forEach(node -> announced(state, node));
    }

    /** An instance came (nothing before), changed, or went (nothing after). */
    void transition(PlatformState state, @Nullable Instance before, @Nullable Instance after) {
        if (before == null && after != null) {
            if (after.phase() != InstancePhase.UNVERIFIED) {
                report(state, Kind.IMPOSSIBLE_TRANSITION, after.instanceId(), "began as " + after.phase());
            }
            hold(state, after);
        } else if (before != null && after != null) {
            if (!before.phase().mayBecome(after.phase())) {
                report(
                        state,
                        Kind.IMPOSSIBLE_TRANSITION,
                        after.instanceId(),
                        before.phase() + " became " + after.phase());
            }
        } else if (before != null) {
            gpus.release(before.gpuUuids(), before.instanceId());
            configs.release(List.of(before.configId()), before.instanceId());
            addresses.release(addresses(before), before.instanceId());
        }
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

    /** A token did one of the things that it may do once: {@code nonce}, {@code claim} or {@code proof}. */
    void tokenUsed(PlatformState state, String configId, String use) {
        if (!tokenUses.add(configId + " " + use)) {
            report(state, Kind.TOKEN_USED_TWICE, configId, use + " was granted twice");
        }
    }

    /** @param mostWanted the most copies that were wanted while its token was valid */
    void activated(PlatformState state, ChuteDefinition chute, int mostWanted, boolean bounty, boolean exempt) {
        long active = state.activeOf(chute.chuteId());
        if (!exempt && active > Math.max(mostWanted, chute.open() ? 0 : 1)) {
            report(state, Kind.ACTIVE_ABOVE_TARGET, chute.chuteId(), active + " active, " + mostWanted + " wanted");
        }
        if (!chute.open() && active == 1 && !bounty) {
            report(state, Kind.ACTIVE_WITHOUT_BOUNTY, chute.chuteId(), "its first copy claimed no bounty");
        }
    }

    void lost(PlatformState state, String instanceId) {
        if (state.instances().containsKey(instanceId)) {
            report(state, Kind.LOSER_STILL_THERE, instanceId, "refused its activation and still listed");
        }
    }

    void announced(PlatformState state, NodeRecord node) {
        miners.take(this, state, List.of(node.uuid()), node.minerHotkey());
    }

    void withdrawn(NodeRecord node) {
        miners.release(List.of(node.uuid()), node.minerHotkey());
    }

    /** Whoever dies young earned nothing, everybody else all; reckoned here once more, from the history itself. */
    void pay(PlatformState state, EndedInstance ended, double units, ProtocolRules.Score rules) {
        Instance instance = ended.instance();
        Instant activated = instance.activatedAt();
        boolean young = activated != null
                && Duration.between(activated, ended.deletedAt()).compareTo(rules.youngDeath()) < 0;
        boolean forfeited = activated == null || (young && instance.billedTo() == null && !ended.validTermination());
        Instant from = clock.instant().minus(rules.window());
        double due = forfeited
                ? 0
                : state.history().getOrDefault(instance.instanceId(), List.of()).stream()
                        .mapToDouble(row -> row.computeMultiplier() * row.seconds(from, ended.deletedAt()))
                        .sum();
        if (Math.abs(units - due) > 1e-6 * Math.max(1, due)) {
            report(state, Kind.WRONG_PAY, instance.instanceId(), "earned " + units + " instead of " + due);
        }
    }

    void report(PlatformState state, Kind kind, String subject, String what) {
        LOG.warn("{} {}: {}", kind, subject, what);
        state.incidents().add(new Incident(kind, subject, what, clock.instant()));
    }

    static List<String> addresses(Instance instance) {
        return instance.ports().stream()
                .map(port -> instance.host() + ":" + port.externalPort())
                .distinct()
                .toList();
    }

    private void hold(PlatformState state, Instance instance) {
        gpus.take(this, state, instance.gpuUuids(), instance.instanceId());
        configs.take(this, state, List.of(instance.configId()), instance.instanceId());
        addresses.take(this, state, addresses(instance), instance.instanceId());
    }

    /** Things that have one owner at most. */
    private static final class Owners {
        private final Kind broken;
        private final Map<String, String> owners = new HashMap<>();

        Owners(Kind broken) {
            this.broken = broken;
        }

        void take(Invariants invariants, PlatformState state, List<String> things, String owner) {
            for (String thing : things) {
                String other = owners.put(thing, owner);
                if (other != null && !other.equals(owner)) {
                    invariants.report(state, broken, thing, "held by " + other + " and " + owner);
                }
            }
        }

        void release(List<String> things, String owner) {
            things.forEach(thing -> owners.remove(thing, owner));
        }
    }
}
