package dev.rigger.devnet.validator.platform;

import static dev.rigger.devnet.validator.platform.ChuteOrder.orElse;

import dev.rigger.devnet.validator.wire.Refusal;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chutes that authors deployed, what copies of them are wanted, and what a copy is worth. */
public final class ChuteRegistry {
    private static final int COPIES_WANTED_AT_FIRST = 2;
    private static final double PRIVATE_FACTOR = 2;
    private static final double TEE_FACTOR = 2.25;

    private final Ledger ledger;
    private final GpuCatalogue catalogue;
    private final Announcer announcer;
    private final InstanceSource instances;
    private final InstantSource clock;

    /** How a chute's instances are ended with it. */
    interface InstanceSource {
        void deleteAllOf(PlatformState state, String chuteId);
    }

    ChuteRegistry(
            Ledger ledger, GpuCatalogue catalogue, Announcer announcer, InstanceSource instances, InstantSource clock) {
        this.ledger = ledger;
        this.catalogue = catalogue;
        this.announcer = announcer;
        this.instances = instances;
        this.clock = clock;
    }

    public ChuteDefinition create(ChuteOrder order) {
        return ledger.change(state -> {
            String name = orElse(order.name(), "chute-" + (state.chutes().size() + 1));
            String username = orElse(order.username(), "acme");
            String chuteId = NamedUuid.of(username + "::chute::" + name);
            if (state.chutes().containsKey(chuteId)) {
                throw new Refusal(409, "Chute " + name + " of " + username + " exists already: update it instead.");
            }
            ChuteDefinition chute = define(chuteId, username, name, 1, order, null);
            state.chutes().put(chuteId, chute);
            state.targets().put(chuteId, orElse(order.target(), COPIES_WANTED_AT_FIRST));
            announcer.broadcast("chute_created", versionOf(chute));
            return chute;
        });
    }

    /** A new version; instances of the old one stay until they are deleted. */
    public ChuteDefinition update(String chuteId, ChuteOrder order) {
        return ledger.change(state -> {
            ChuteDefinition old = known(state, chuteId);
            ChuteDefinition chute = define(chuteId, old.username(), old.name(), old.revision() + 1, order, old);
            state.chutes().put(chuteId, chute);
            if (order.target() != null) {
                state.targets().put(chuteId, order.target());
            }
            announcer.broadcast("chute_updated", versionOf(chute));
            return chute;
        });
    }

    public void delete(String chuteId) {
        ledger.change(state -> {
            ChuteDefinition chute = known(state, chuteId);
            instances.deleteAllOf(state, chuteId);
            state.chutes().remove(chuteId);
            state.targets().remove(chuteId);
            state.bounties().remove(chuteId);
            announcer.broadcast("chute_deleted", Map.of("chute_id", chuteId, "version", chute.version()));
            return null;
        });
    }

    public void target(String chuteId, int copies) {
        ledger.change(state -> {
            known(state, chuteId);
            return state.targets().put(chuteId, copies);
        });
    }

    public Optional<ChuteDefinition> byIdOrName(String idOrName) {
        return ledger.read(state -> state.chutes().values().stream()
                .filter(chute ->
                        chute.chuteId().equals(idOrName) || chute.name().equals(idOrName))
                .findFirst());
    }

    /** What its version was before that one; for a first version, one that nobody knows. */
    public String versionBefore(String chuteId, String version) {
        return ledger.read(state -> {
            ChuteDefinition chute = state.chutes().get(chuteId);
            return chute == null || !chute.version().equals(version)
                    ? NamedUuid.of(version + "::before")
                    : versionId(chuteId, chute.revision() - 1);
        });
    }

    public List<ChuteDefinition> all() {
        return ledger.read(state -> List.copyOf(state.chutes().values()));
    }

    /** Factors of what one second of a copy is worth; a bounty counts while it is open. */
    Map<String, Double> factors(PlatformState state, ChuteDefinition chute) {
        Map<String, Double> factors = new LinkedHashMap<>();
        factors.put("base", catalogue.multiplierOf(chute.supportedGpus(), chute.gpuCount()));
        if (!chute.open()) {
            factors.put("private", PRIVATE_FACTOR);
        } else if (chute.boost() != 1) {
            factors.put("urgency_boost", chute.boost());
        }
        Bounty bounty = state.bounties().get(chute.chuteId());
        if (bounty != null) {
            factors.put("bounty_boost", bounty.boost(clock.instant()));
        }
        if (chute.tee()) {
            factors.put("tee", TEE_FACTOR);
        }
        return factors;
    }

    double multiplier(PlatformState state, ChuteDefinition chute) {
        return factors(state, chute).values().stream().reduce(1.0, (a, b) -> a * b);
    }

    static ChuteDefinition known(PlatformState state, String chuteId) {
        ChuteDefinition chute = state.chutes().get(chuteId);
        if (chute == null) {
            throw new Refusal(404, "Chute not found: " + chuteId);
        }
        return chute;
    }

    private ChuteDefinition define(
            String chuteId,
            String username,
            String name,
            int revision,
            ChuteOrder order,
            @Nullable ChuteDefinition old) {
        int gpuCount = orElse(order.gpuCount(), old == null ? 1 : old.gpuCount());
        int minVram = orElse(order.minVramGb(), old == null ? 24 : old.minVramGb());
        List<String> supported = old != null && order.include() == null && order.minVramGb() == null
                ? old.supportedGpus()
                : catalogue.select(order.include(), minVram);
        String module = name.replace('-', '_');
        return new ChuteDefinition(
                chuteId,
                username,
                name,
                "chutes-" + name,
                "1." + revision,
                gpuCount,
                minVram,
                supported,
                versionId(chuteId, revision),
                revision,
                orElse(order.chutesVersion(), old == null ? "0.6.10" : old.chutesVersion()),
                module + ":chute",
                module + ".py",
                orElse(order.code(), old == null ? "print('placeholder')\n" : old.code()),
                orElse(order.open(), old == null || old.open()),
                orElse(order.tee(), old != null && old.tee()),
                orElse(order.disabled(), old != null && old.disabled()),
                orElse(order.boost(), old == null ? 1.0 : old.boost()),
                16,
                old == null ? clock.instant() : old.createdAt(),
                clock.instant());
    }

    private static String versionId(String chuteId, int revision) {
        return NamedUuid.of(chuteId + "::version::" + revision);
    }

    private static Map<String, Object> versionOf(ChuteDefinition chute) {
        return Map.of("chute_id", chute.chuteId(), "version", chute.version(), "job_only", false);
    }
}
