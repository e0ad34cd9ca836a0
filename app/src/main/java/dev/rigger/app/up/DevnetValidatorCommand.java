package dev.rigger.app.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.app.StartRefused;
import dev.rigger.app.UntilTold;
import dev.rigger.devnet.validator.DevnetOptions;
import dev.rigger.devnet.validator.DevnetValidator;
import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.platform.StartProblem;
import dev.rigger.devnet.validator.platform.rules.ProtocolProfile;
import dev.rigger.devnet.validator.scenario.Scenario;
import dev.rigger.devnet.validator.scenario.ScenarioRefused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** A validator by itself, for any miner: Rigger need not be there. */
@Command(
        name = "validator",
        description = {
            "A devnet validator by itself, on 127.0.0.1, for any miner that speaks the protocol.",
            "When it is ready it prints one line of JSON on stdout: its hotkey, its addresses, its user key.",
            "",
            "Exit codes: 0 told to end, 2 wrong usage, 4 refused to start."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DevnetValidatorCommand implements Callable<Integer> {
    private static final int REFUSED = 4;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--http-port", defaultValue = "8100", description = "Of the HTTP API; 0 for any (default: 8100).")
    private int httpPort;

    @Option(names = "--socket-port", defaultValue = "8101", description = "Of the miners' socket (default: 8101).")
    private int socketPort;

    @Option(names = "--events-port", defaultValue = "8102", description = "Of the public event socket (default: 8102).")
    private int eventsPort;

    @Option(
            names = "--register",
            arity = "1..*",
            paramLabel = "HOTKEY",
            description = "Address of a miner that is on the subnet; may be repeated. Others are refused with 401.")
    private List<String> registered = List.of();

    @Option(
            names = "--profile",
            defaultValue = "p26b",
            converter = ProfileName.class,
            description = "Whose rules hold: p25, p26a, p26b or p26c (default: p26b).")
    private ProtocolProfile profile = ProtocolProfile.P26B;

    @Option(
            names = "--state-directory",
            description = "Where it keeps what it knows, and goes on from; without it all is forgotten at the end.")
    private @Nullable Path stateDirectory;

    @Option(
            names = "--world",
            description = "Things happen by themselves: demand, targets, bounties, updates, jobs, rival miners.")
    private boolean world;

    @Option(names = "--seed", defaultValue = "1", description = "Decides what happens by itself (default: 1).")
    private long seed;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "Seconds in here in one second outside; 60 makes a day of 24 minutes (default: 1).")
    private double speed;

    @Option(
            names = "--scenario",
            description = "Plays a day: a YAML file, or one of quiet-day, updates-and-jobs, hostile-day, outage.")
    private @Nullable String scenario;

    @Option(names = "--starter-chutes", description = "Twelve chutes of different needs are there at once.")
    private boolean starterChutes;

    @Option(
            names = "--without-gpu-proofs",
            description = "Believes every announced GPU unseen, as a validator with verification switched off.")
    private boolean withoutGpuProofs;

    @Option(
            names = "--private-gates",
            description = "Private chutes are refused with 403 to miners that run too little for the public.")
    private boolean privateGates;

    @Option(
            names = "--registry-secret",
            defaultValue = "devnet-registry-proxy",
            description = "What the registry's proxy shows as X-Registry-Proxy-Auth (default: devnet-registry-proxy).")
    private String registrySecret = "devnet-registry-proxy";

    @Option(
            names = "--user-key",
            defaultValue = "cpk_devnet",
            description = "What users show as 'Authorization: Bearer' (default: cpk_devnet). It guards nothing.")
    private String userKey = "cpk_devnet";

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (speed <= 0) {
            throw new StartRefused(
                    2,
                    "--speed " + speed + " would let time stand still or run backwards.",
                    "SPEED_NOT_POSITIVE",
                    "Give a number above 0, such as 60.",
                    null);
        }
        DevnetValidator validator;
        try {
            Scenario day = scenario == null ? null : Scenario.named(scenario);
            validator = options().start();
            if (day != null) {
                validator.play(day);
            }
        } catch (StartProblem problem) {
            throw new StartRefused(REFUSED, problem.what(), problem.code(), problem.next(), problem);
        } catch (ScenarioRefused refused) {
            throw new StartRefused(
                    REFUSED,
                    String.valueOf(refused.getMessage()),
                    refused.code(),
                    "Mend the file, or name one of " + Scenario.EXAMPLES + ".",
                    refused);
        }
        sayReady(validator);
        return UntilTold.run(validator);
    }

    private DevnetOptions.Builder options() {
        DevnetOptions.Builder options = DevnetValidator.builder()
                .ports(httpPort, socketPort)
                .eventsPort(eventsPort)
                .profile(profile)
                .userKey(userKey)
                .registrySecret(registrySecret)
                .registered(registered.toArray(String[]::new))
                .clock(speed == 1 ? DevnetClock.real() : DevnetClock.accelerated(Clock.systemUTC(), speed))
                .worldPace(Duration.ofSeconds(5));
        if (stateDirectory != null) {
            options.stateDirectory(stateDirectory);
        }
        if (world) {
            options.world(seed);
        }
        if (privateGates) {
            options.privateGates();
        }
        if (starterChutes) {
            options.starterChutes();
        }
        if (withoutGpuProofs) {
            options.withoutGpuProofs();
        }
        String hotkeySeed = System.getenv(DevnetCommand.SEED);
        if (hotkeySeed != null) {
            options.hotkeySeed(hotkeySeed);
        }
        return options;
    }

    private void sayReady(DevnetValidator validator) {
        ObjectNode ready = new ObjectMapper().createObjectNode();
        ready.put("hotkey", validator.ss58());
        ready.put("api", validator.api().toString());
        ready.put("socket", validator.socketUri().toString());
        ready.put("events", validator.eventsUri().toString());
        ready.put("profile", profile.id());
        ready.put("speed", speed);
        ready.put("user_key", userKey);
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true, UTF_8)
                : spec.commandLine().getOut();
        out.println(ready);
        out.flush();
    }

    /** Reads a profile's name, and says which there are. */
    private static final class ProfileName implements ITypeConverter<ProtocolProfile> {
        @Override
        public ProtocolProfile convert(String value) {
            try {
                return ProtocolProfile.of(value);
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException(
                        "there is no profile '" + value + "' (PROFILE_UNKNOWN): choose p25, p26a, p26b or p26c");
            }
        }
    }
}
