package dev.rigger.devnet.validator.platform;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The platform's parts, put together over one ledger. */
public final class Platform {
    private final Ledger ledger;
    private final InstantSource clock;
    private final GpuCatalogue catalogue = GpuCatalogue.standard();
    private final ChuteRegistry chutes;
    private final InstanceRegistry instances;
    private final NodeRegistry nodes;
    private final BountyBoard bounties;
    private final LaunchDesk launches;

    public Platform(
            Ledger ledger, Announcer announcer, InstantSource clock, Duration bountyAnnouncements, Supplier<URI> api) {
        this.ledger = ledger;
        this.clock = clock;
        SecureRandom random = new SecureRandom();
        Invariants invariants = new Invariants(clock);
        this.instances = new InstanceRegistry(ledger, announcer, invariants, clock);
        this.chutes = new ChuteRegistry(ledger, catalogue, announcer, instances, clock);
        this.nodes = new NodeRegistry(ledger, catalogue, announcer, instances, random, clock);
        this.bounties = new BountyBoard(ledger, announcer, clock, bountyAnnouncements);
        this.launches = new LaunchDesk(ledger, chutes, instances, bounties, catalogue, invariants, random, clock, api);
    }

    /** A chute with the figures that move: how many copies run, how many are wanted, what one is worth. */
    public record ChuteStanding(
            ChuteDefinition chute,
            int instances,
            long active,
            int target,
            Map<String, Double> factors,
            double multiplier) {
        public boolean scalable() {
            return active < target && !chute.disabled();
        }
    }

    public List<ChuteStanding> standings() {
        return ledger.read(state -> state.chutes().values().stream()
                .map(chute -> standing(state, chute))
                .toList());
    }

    public ChuteStanding standing(String chuteId) {
        return ledger.read(state -> standing(state, ChuteRegistry.known(state, chuteId)));
    }

    public List<Incident> incidents() {
        return ledger.read(state -> List.copyOf(state.incidents()));
    }

    public Map<String, String> blacklist() {
        return ledger.read(state -> Map.copyOf(state.blacklist()));
    }

    public void blacklist(String hotkey, String reason) {
        ledger.change(state -> state.blacklist().put(hotkey, reason));
    }

    public void forgive(String hotkey) {
        ledger.change(state -> state.blacklist().remove(hotkey));
    }

    /** What the platform does on its own as time passes. */
    public void tick() {
        bounties.tick();
        instances.purgeStuck();
    }

    public Instant now() {
        return clock.instant();
    }

    public GpuCatalogue catalogue() {
        return catalogue;
    }

    public ChuteRegistry chutes() {
        return chutes;
    }

    public InstanceRegistry instances() {
        return instances;
    }

    public NodeRegistry nodes() {
        return nodes;
    }

    public BountyBoard bounties() {
        return bounties;
    }

    public LaunchDesk launches() {
        return launches;
    }

    private ChuteStanding standing(PlatformState state, ChuteDefinition chute) {
        return new ChuteStanding(
                chute,
                state.instancesOf(chute.chuteId()).size(),
                state.activeOf(chute.chuteId()),
                state.targetOf(chute.chuteId()),
                chutes.factors(state, chute),
                chutes.multiplier(state, chute));
    }
}
