package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The platform's parts, put together over one ledger. */
public final class Platform {
    /** One pass of a miner's own looking and its end: after it a miner knows what no event told it. */
    private static final Duration RECONCILED = Duration.ofSeconds(120);

    private final Ledger ledger;
    private final InstantSource clock;
    private final ProtocolRules rules;
    private final GpuCatalogue catalogue = GpuCatalogue.standard();
    private final Standings standings;
    private final Payroll payroll;
    private final Conduct conduct;
    private final BountyBoard bounties;
    private final ImageRegistry images;
    private final ChuteRegistry chutes;
    private final RollingUpdates rollingUpdates;
    private final InstanceRegistry instances;
    private final JobBoard jobs;
    private final JobDesk jobDesk;
    private final ServerRegistry servers;
    private final NodeRegistry nodes;
    private final Maintenance maintenance;
    private final LaunchDesk launches;
    private final ClaimDesk claims;
    private final ProofDesk proofs;
    private final ActivationDesk activations;
    private final Housekeeping housekeeping;

    public Platform(
            Ledger ledger,
            Announcer announcer,
            ProtocolRules rules,
            boolean privateGates,
            InstantSource clock,
            Duration bountyAnnouncements,
            Supplier<URI> api) {
        this.ledger = ledger;
        this.clock = clock;
        this.rules = rules;
        SecureRandom random = new SecureRandom();
        Invariants invariants = new Invariants(clock);
        ledger.change(state -> {
            invariants.resume(state);
            return null;
        });
        Worth worth = new Worth(catalogue, rules);
        this.standings = new Standings(ledger, worth, clock);
        this.payroll = new Payroll(ledger, rules, clock);
        this.conduct = new Conduct(ledger, invariants, RECONCILED, clock);
        ComputeHistory history = new ComputeHistory(rules, worth);
        InstanceLife life = new InstanceLife(announcer, invariants, history, rules, clock);
        this.bounties = new BountyBoard(ledger, announcer, rules.bounty(), worth, clock, bountyAnnouncements);
        this.rollingUpdates = new RollingUpdates(ledger, life, bounties, announcer, rules.rollingUpdate(), clock);
        this.jobs = new JobBoard(ledger, catalogue, announcer, rules.wire(), clock);
        JobRuns runs = new JobRuns(jobs, announcer, clock);
        this.jobDesk = new JobDesk(ledger, runs, life);
        this.instances = new InstanceRegistry(ledger, life, conduct, runs, history, rules, clock);
        this.images = new ImageRegistry(ledger, announcer, clock);
        this.chutes =
                new ChuteRegistry(ledger, catalogue, images, rollingUpdates, instances, conduct, announcer, clock);
        NodeAdmission admission = new NodeAdmission(catalogue, invariants, clock);
        this.servers = new ServerRegistry(ledger, admission, invariants, instances, clock);
        this.nodes = new NodeRegistry(ledger, admission, servers, announcer, random, clock);
        this.maintenance = new Maintenance(ledger, instances, clock);
        LaunchTokens tokens = new LaunchTokens(ledger, random, clock, api);
        Room room = new Room(rules.capacity());
        PrivateGate gate = new PrivateGate(privateGates ? rules.capacity().privateGates() : null, clock);
        this.launches =
                new LaunchDesk(ledger, tokens, runs, room, gate, conduct, invariants, announcer, rules.wire(), clock);
        this.claims = new ClaimDesk(ledger, tokens, room, runs, life, catalogue, worth, invariants, clock);
        this.proofs = new ProofDesk(ledger, tokens, runs, life, catalogue, worth, invariants, clock);
        this.activations =
                new ActivationDesk(ledger, tokens, room, bounties, runs, life, worth, invariants, rules, clock);
        this.housekeeping = new Housekeeping(ledger, instances, rules, clock);
    }

    /** A chute with the figures that move: how many copies run, how many are wanted, what one is worth. */
    public record ChuteStanding(
            ChuteDefinition chute,
            int instances,
            long active,
            int target,
            Map<String, Double> factors,
            double multiplier,
            @Nullable Long bounty,
            Load load) {
        public boolean scalable() {
            return active < target && !chute.disabled();
        }
    }

    public List<ChuteStanding> standings() {
        return standings.all();
    }

    public ChuteStanding standing(String chuteId) {
        return standings.of(chuteId);
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

    /** That a miner was shown an empty list of instances, true or not. */
    public void shownNoInstances(String hotkey) {
        conduct.shownNothing(hotkey);
    }

    public List<AuditEntry> audits() {
        return ledger.read(state -> List.copyOf(state.audits()));
    }

    /** Keeps a report, in the place of an earlier one under the same path. */
    public void keepAudit(AuditEntry entry) {
        ledger.change(state -> {
            state.audits().removeIf(other -> other.path().equals(entry.path()));
            return state.audits().add(entry);
        });
    }

    /** What the registry's own password is; made once. */
    public String registryPassword() {
        return ledger.change(state -> state.keys()
                .computeIfAbsent("registry", key -> UUID.randomUUID().toString()));
    }

    /** What the platform does on its own as time passes; any pace will do, each step is taken when its time has come. */
    public void tick() {
        bounties.tick();
        instances.tick();
        rollingUpdates.tick();
        housekeeping.tick();
    }

    public Instant now() {
        return clock.instant();
    }

    public ProtocolRules rules() {
        return rules;
    }

    public GpuCatalogue catalogue() {
        return catalogue;
    }

    public ImageRegistry images() {
        return images;
    }

    public ChuteRegistry chutes() {
        return chutes;
    }

    public RollingUpdates rollingUpdates() {
        return rollingUpdates;
    }

    public InstanceRegistry instances() {
        return instances;
    }

    public Payroll payroll() {
        return payroll;
    }

    public JobBoard jobs() {
        return jobs;
    }

    public JobDesk jobDesk() {
        return jobDesk;
    }

    public ServerRegistry servers() {
        return servers;
    }

    public NodeRegistry nodes() {
        return nodes;
    }

    public Maintenance maintenance() {
        return maintenance;
    }

    public BountyBoard bounties() {
        return bounties;
    }

    public LaunchDesk launches() {
        return launches;
    }

    public ClaimDesk claims() {
        return claims;
    }

    public ProofDesk proofs() {
        return proofs;
    }

    public ActivationDesk activations() {
        return activations;
    }
}
