package dev.rigger.devnet.validator;

import dev.rigger.devnet.validator.clock.Clockwork;
import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.faults.Faults;
import dev.rigger.devnet.validator.faults.HttpFaults;
import dev.rigger.devnet.validator.faults.SocketFaults;
import dev.rigger.devnet.validator.operator.Operator;
import dev.rigger.devnet.validator.platform.Announcer;
import dev.rigger.devnet.validator.platform.Ledger;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import dev.rigger.devnet.validator.platform.rules.RuleBook;
import dev.rigger.devnet.validator.routes.ClockRoutes;
import dev.rigger.devnet.validator.routes.EmptyListWatch;
import dev.rigger.devnet.validator.routes.FaultRoutes;
import dev.rigger.devnet.validator.routes.LaunchLogRoutes;
import dev.rigger.devnet.validator.routes.MinerRoutes;
import dev.rigger.devnet.validator.routes.NodeRoutes;
import dev.rigger.devnet.validator.routes.OperatorRoutes;
import dev.rigger.devnet.validator.routes.PodRoutes;
import dev.rigger.devnet.validator.routes.PublicRoutes;
import dev.rigger.devnet.validator.routes.RegistryRoutes;
import dev.rigger.devnet.validator.routes.RehearsalRoutes;
import dev.rigger.devnet.validator.routes.ServerRoutes;
import dev.rigger.devnet.validator.scenario.Scenario;
import dev.rigger.devnet.validator.scenario.ScenarioRunner;
import dev.rigger.devnet.validator.scenario.Stage;
import dev.rigger.devnet.validator.socket.MinerSocket;
import dev.rigger.devnet.validator.socket.PublicSocket;
import dev.rigger.devnet.validator.traffic.InvocationLog;
import dev.rigger.devnet.validator.verification.GravalExam;
import dev.rigger.devnet.validator.verification.LaunchExamination;
import dev.rigger.devnet.validator.verification.NodeExam;
import dev.rigger.devnet.validator.verification.NodeVerification;
import dev.rigger.devnet.validator.verification.ServerAttestation;
import dev.rigger.devnet.validator.verification.WorkExam;
import dev.rigger.devnet.validator.wire.HttpListener;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Router;
import dev.rigger.devnet.validator.world.Demand;
import dev.rigger.devnet.validator.world.StarterChutes;
import dev.rigger.devnet.validator.world.Wishes;
import dev.rigger.devnet.validator.world.World;
import dev.rigger.hotkey.Hotkey;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A validator that runs here: the platform's HTTP routes and miner socket with real signatures, launch tokens, claims,
 * proofs, activations and bounties; beside them routes under {@code /devnet/} for whoever rehearses.
 *
 * <p>Listens on 127.0.0.1 only. What it knows is saved within a second of every change, and read again at the start.
 */
public final class DevnetValidator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DevnetValidator.class);
    private static final String ADDRESS = ListeningPorts.ADDRESS;
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Hotkey hotkey;
    private final Ledger ledger;
    private final DevnetClock clock;
    private final Faults faults;
    private final SocketFaults socketFaults;
    private final MinerGate gate;
    private final MinerSocket socket;
    private final Platform platform;
    private final HttpListener http;
    private final Router router;
    private final int socketPort;
    private final PublicSocket events;
    private final int eventsPort;
    private final UserSide users;
    private final @Nullable NodeVerification verification;
    private final Clockwork clockwork;
    private final Demand demand;
    private final Operator operator;
    private final Stage stage;
    private final @Nullable World world;
    private final Saving saving;

    DevnetValidator(DevnetOptions options) {
        this.hotkey = options.hotkey();
        this.ledger = Ledger.open(options.stateDirectory());
        this.saving = new Saving(ledger);
        this.clock = options.clock();
        this.clockwork = new Clockwork(clock);
        this.faults = new Faults(options.seed(), clock);
        this.socketFaults = new SocketFaults(faults);
        ProtocolRules rules = RuleBook.standard().of(options.profile());
        this.gate = new MinerGate(
                options.registered(), clock.outside(), rules.wire().signatureVersions());
        this.socketPort = ListeningPorts.socket(options.socketPort());
        this.socket =
                new MinerSocket(ADDRESS, socketPort, options.pingInterval(), options.pingTimeout(), gate, socketFaults);
        this.http = ListeningPorts.http(options.httpPort());
        this.eventsPort = ListeningPorts.socket(options.eventsPort());
        this.events = new PublicSocket(ADDRESS, eventsPort, options.pingInterval(), options.pingTimeout());
        Announcer announcer = event -> {
            socket.publish(event);
            events.publish(event);
        };
        this.platform = new Platform(
                ledger, announcer, rules, options.privateGates(), clock, options.bountyAnnouncements(), this::api);
        this.users = new UserSide(platform, gate, hotkey, clock.outside(), options.userKey());
        this.verification =
                options.infoChallenges() == 0 ? null : new NodeVerification(platform.nodes(), exam(options));
        this.demand = new Demand(platform, options.seed());
        Wishes wishes = new Wishes(demand);
        this.operator = new Operator(platform, users.stops(), wishes, faults, socket::dropAll);
        this.stage = new Stage(clockwork, operator, faults, platform);
        this.router = router(options);
        if (options.starterChutes() && platform.chutes().all().isEmpty()) {
            StarterChutes.all().forEach(platform.chutes()::create);
        }
        clockwork.every(TICK, platform::tick);
        clockwork.every(TICK, users::tick);
        if (options.world()) {
            world = new World(
                    platform,
                    clockwork,
                    gate,
                    demand,
                    wishes,
                    users.invocations(),
                    users.pods(),
                    hotkey.ss58(),
                    options.seed(),
                    options.worldPace());
            world.begin();
        } else {
            world = null;
        }
    }

    private NodeExam exam(DevnetOptions options) {
        return options.graval()
                ? new GravalExam(hotkey, platform.catalogue(), options.infoChallenges(), clock)
                : new WorkExam(hotkey, options.infoChallenges(), options.nodeProofs(), clock);
    }

    public static DevnetOptions.Builder builder() {
        return new DevnetOptions.Builder();
    }

    /** Begins to serve. */
    DevnetValidator begin() {
        socket.start();
        events.start();
        http.start(router);
        clockwork.start();
        saving.begin();
        if (verification != null) {
            platform.nodes().pending().forEach(verification::begin);
        }
        LOG.info("Devnet validator {} serves {}, {} and {}", hotkey.ss58(), api(), socketUri(), eventsUri());
        return this;
    }

    public String ss58() {
        return hotkey.ss58();
    }

    public URI api() {
        return URI.create("http://" + ADDRESS + ":" + http.port());
    }

    public URI socketUri() {
        return URI.create("ws://" + ADDRESS + ":" + socketPort);
    }

    /** Every call that it answers, each as {@code METHOD /pattern}. */
    public List<String> routes() {
        return router.routes();
    }

    /** Of the public events. */
    public URI eventsUri() {
        return URI.create("ws://" + ADDRESS + ":" + eventsPort);
    }

    /** What is written down of users' calls. */
    public InvocationLog invocations() {
        return users.invocations();
    }

    /** What it knows and decides, for whoever rehearses in the same process. */
    public Platform platform() {
        return platform;
    }

    public Faults faults() {
        return faults;
    }

    /** The time of everything in here. */
    public DevnetClock clock() {
        return clock;
    }

    /** What happens by itself, and the way to have much of it happen at once. */
    public Clockwork clockwork() {
        return clockwork;
    }

    /** Carries out orders, as the routes under {@code /devnet/} do. */
    public Operator operator() {
        return operator;
    }

    /** Begins to play a scenario, from now on; several may run at once. */
    public ScenarioRunner play(Scenario scenario) {
        return stage.play(scenario);
    }

    /** What moves by itself; empty for a devnet that is still. */
    public Optional<World> world() {
        return Optional.ofNullable(world);
    }

    public MinerSocket sockets() {
        return socket;
    }

    /** Miners whose signatures count. */
    public MinerGate gate() {
        return gate;
    }

    @Override
    public void close() {
        clockwork.close();
        if (world != null) {
            world.close();
        }
        faults.clear();
        http.close();
        socket.close();
        events.close();
        users.close();
        socketFaults.close();
        if (verification != null) {
            verification.close();
        }
        saving.close();
    }

    private Router router(DevnetOptions options) {
        ServerAttestation.Trust trust = options.attestation();
        Router router =
                new Router(new EmptyListWatch(new HttpFaults(faults, platform.chutes()::versionBefore), platform));
        new MinerRoutes(platform, gate).addTo(router);
        new NodeRoutes(platform, gate, verification == null ? null : verification::begin).addTo(router);
        new ServerRoutes(platform, gate, trust == null ? null : new ServerAttestation(trust, hotkey)).addTo(router);
        new PodRoutes(platform, new LaunchExamination(platform), HexFormat.of().formatHex(hotkey.publicKey()))
                .addTo(router);
        new LaunchLogRoutes(platform).addTo(router);
        new PublicRoutes(platform).addTo(router);
        new RegistryRoutes(platform, gate, options.registrySecret()).addTo(router);
        users.addTo(router);
        router.without(platform.rules().wire().absentRoutes());
        new OperatorRoutes(platform, operator, new ClockRoutes(clock, clockwork), new FaultRoutes(faults))
                .addTo(router);
        new RehearsalRoutes(
                        stage, () -> world == null ? List.of() : world.story().all())
                .addTo(router);
        return router;
    }
}
