package dev.rigger.devnet.validator.platform;

import static dev.rigger.devnet.validator.platform.ChuteOrder.orElse;

import dev.rigger.devnet.validator.wire.Refusal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chutes that authors deployed and what copies of them are wanted. */
public final class ChuteRegistry {
    private static final int COPIES_WANTED_AT_FIRST = 2;

    private final Ledger ledger;
    private final GpuCatalogue catalogue;
    private final ImageRegistry images;
    private final RollingUpdates updates;
    private final InstanceRegistry instances;
    private final Conduct conduct;
    private final Announcer announcer;
    private final InstantSource clock;

    ChuteRegistry(
            Ledger ledger,
            GpuCatalogue catalogue,
            ImageRegistry images,
            RollingUpdates updates,
            InstanceRegistry instances,
            Conduct conduct,
            Announcer announcer,
            InstantSource clock) {
        this.ledger = ledger;
        this.catalogue = catalogue;
        this.images = images;
        this.updates = updates;
        this.instances = instances;
        this.conduct = conduct;
        this.announcer = announcer;
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
            ChuteDefinition chute = define(state, chuteId, username, name, 1, order, null);
            state.chutes().put(chuteId, chute);
            conduct.chuteBack(chuteId);
            state.targets().put(chuteId, orElse(order.target(), COPIES_WANTED_AT_FIRST));
            announcer.broadcast("chute_created", versionOf(chute));
            return chute;
        });
    }

    /** A new version; copies of the old one are replaced as the profile does it. */
    public ChuteDefinition update(String chuteId, ChuteOrder order) {
        return ledger.change(state -> {
            ChuteDefinition old = known(state, chuteId);
            ChuteDefinition chute = define(state, chuteId, old.username(), old.name(), old.revision() + 1, order, old);
            state.chutes().put(chuteId, chute);
            if (order.target() != null) {
                state.targets().put(chuteId, order.target());
            }
            announcer.broadcast("chute_updated", versionOf(chute));
            updates.begin(state, old, chute);
            return chute;
        });
    }

    public void delete(String chuteId) {
        ledger.change(state -> {
            ChuteDefinition chute = known(state, chuteId);
            state.rollingUpdates().remove(chuteId);
            instances.endWhere(state, instance -> instance.chuteId().equals(chuteId), EndReason.CHUTE_DELETED);
            state.chutes().remove(chuteId);
            conduct.chuteGone(chuteId);
            state.targets().remove(chuteId);
            state.loads().remove(chuteId);
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

    /** The autoscaler's factor on the multiplier; 1 at rest. */
    public void boost(String chuteId, double factor) {
        ledger.change(state -> state.chutes().put(chuteId, known(state, chuteId).boosted(factor)));
    }

    /** What was measured of its demand, and what was done about it. */
    public void load(String chuteId, Load load) {
        ledger.change(state -> {
            known(state, chuteId);
            return state.loads().put(chuteId, load);
        });
    }

    public Optional<ChuteDefinition> byIdOrName(String idOrName) {
        return ledger.read(state -> Optional.ofNullable(state.chutes().get(idOrName))
                .or(() -> state.chutes().values().stream()
                        .filter(chute ->
                                chute.name().equals(idOrName) || idOrName.equals(chute.username() + "/" + chute.name()))
                        .findFirst()));
    }

    public Optional<ChuteDefinition> bySlug(String slug) {
        return ledger.read(state -> state.chutes().values().stream()
                .filter(chute -> chute.slug().equals(slug))
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

    static ChuteDefinition known(PlatformState state, String chuteId) {
        ChuteDefinition chute = state.chutes().get(chuteId);
        if (chute == null) {
            throw new Refusal(404, "Chute not found: " + chuteId);
        }
        return chute;
    }

    private ChuteDefinition define(
            PlatformState state,
            String chuteId,
            String username,
            String name,
            int revision,
            ChuteOrder order,
            @Nullable ChuteDefinition old) {
        int minVram = orElse(order.minVramGb(), old == null ? 24 : old.minVramGb());
        List<String> supported = old != null && order.include() == null && order.minVramGb() == null
                ? old.supportedGpus()
                : catalogue.select(order.include(), minVram);
        String sdk = orElse(order.chutesVersion(), old == null ? "0.6.10" : old.chutesVersion());
        ImageRecord image = images.put(state, username, "chutes-" + name, "1." + revision, sdk);
        String module = name.replace('-', '_');
        return new ChuteDefinition(
                chuteId,
                username,
                name,
                image.imageId(),
                image.reference(),
                orElse(order.gpuCount(), old == null ? 1 : old.gpuCount()),
                minVram,
                supported,
                versionId(chuteId, revision),
                revision,
                sdk,
                module + ":chute",
                module + ".py",
                orElse(order.code(), old == null ? "print('placeholder')\n" : old.code()),
                orElse(order.cords(), old == null ? List.of("run") : old.cords()),
                orElse(order.jobs(), old == null ? List.of() : old.jobs()),
                orElse(order.computeType(), old == null ? "gpu" : old.computeType()),
                orElse(order.open(), old == null || old.open()),
                orElse(order.tee(), old != null && old.tee()),
                orElse(order.integrated(), old != null && old.integrated()),
                orElse(order.disabled(), old != null && old.disabled()),
                orElse(order.boost(), old == null ? 1.0 : old.boost()),
                orElse(order.manualBoost(), old == null ? 1.0 : old.manualBoost()),
                orElse(order.concurrency(), old == null ? 16 : old.concurrency()),
                order.maxInstances() != null ? order.maxInstances() : old == null ? null : old.maxInstances(),
                orElse(order.launchProof(), old == null ? LaunchProof.NONE : old.launchProof()),
                old == null ? clock.instant() : old.createdAt(),
                clock.instant());
    }

    private static String versionId(String chuteId, int revision) {
        return NamedUuid.of(chuteId + "::version::" + revision);
    }

    private static Map<String, Object> versionOf(ChuteDefinition chute) {
        return Map.of("chute_id", chute.chuteId(), "version", chute.version(), "job_only", chute.jobOnly());
    }
}
