package dev.rigger.devnet.validator;

import dev.rigger.devnet.validator.clock.DevnetClock;
import dev.rigger.devnet.validator.platform.rules.ProtocolProfile;
import dev.rigger.devnet.validator.verification.ServerAttestation;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.host.ProofPlan;
import dev.rigger.hotkey.Hotkey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a devnet validator is to be.
 *
 * @param hotkey the validator's own
 * @param registered SS58 addresses of the miners that are on the subnet
 * @param httpPort 0 for any free one; likewise {@code socketPort}
 * @param stateDirectory where it goes on from; null to forget everything
 * @param bountyAnnouncements at most one announcement of a bounty in this time
 * @param infoChallenges device-info challenges before a proof; 0 accepts every announced GPU unseen
 * @param nodeProofs how announced GPUs of a type are examined
 * @param graval whether announced GPUs are examined in GraVal's shape, with values of the devnet's own
 * @param attestation whom confidential servers' evidence must come from; null believes them unseen
 * @param starterChutes whether the twelve starter chutes are there at once
 * @param world whether things happen by themselves, one each {@code worldPace}
 * @param eventsPort of the public event socket; 0 for any free one
 * @param profile whose rules hold
 * @param privateGates whether miners must run enough for the public before they may launch private chutes
 * @param registrySecret what the proxy before the registry shows
 * @param userKey what users show as {@code Authorization: Bearer}
 * @param seed of everything that is left to chance
 */
public record DevnetOptions(
        Hotkey hotkey,
        List<String> registered,
        int httpPort,
        int socketPort,
        int eventsPort,
        ProtocolProfile profile,
        boolean privateGates,
        String registrySecret,
        String userKey,
        @Nullable Path stateDirectory,
        DevnetClock clock,
        Duration bountyAnnouncements,
        Duration pingInterval,
        Duration pingTimeout,
        int infoChallenges,
        Function<String, ProofPlan> nodeProofs,
        boolean graval,
        ServerAttestation.@Nullable Trust attestation,
        boolean starterChutes,
        boolean world,
        Duration worldPace,
        long seed) {
    /** Public on purpose: this key guards nothing. */
    private static final String DEVNET_SEED = "de".repeat(32);

    /** Says what differs from a validator without chutes, on free ports, that forgets everything. */
    public static final class Builder {
        private Hotkey hotkey = Hotkey.fromSeed(DEVNET_SEED);
        private List<String> registered = List.of();
        private int httpPort;
        private int socketPort;
        private int eventsPort;
        private ProtocolProfile profile = ProtocolProfile.P26B;
        private boolean privateGates;
        private String registrySecret = "devnet-registry-proxy";
        private String userKey = "cpk_devnet";
        private @Nullable Path stateDirectory;
        private DevnetClock clock = DevnetClock.real();
        private Duration bountyAnnouncements = Duration.ofSeconds(30);
        private Duration pingInterval = Duration.ofSeconds(25);
        private Duration pingTimeout = Duration.ofSeconds(20);
        private int infoChallenges = 3;
        private Function<String, ProofPlan> nodeProofs = type -> ProofPlan.untimed(Profile.TINY);
        private boolean graval;
        private ServerAttestation.@Nullable Trust attestation;
        private boolean starterChutes;
        private boolean world;
        private Duration worldPace = Duration.ofSeconds(5);
        private long seed = 1;

        Builder() {}

        public Builder hotkeySeed(String hex) {
            this.hotkey = Hotkey.fromSeed(hex);
            return this;
        }

        public Builder registered(String... ss58) {
            this.registered = List.of(ss58);
            return this;
        }

        public Builder ports(int http, int socket) {
            this.httpPort = http;
            this.socketPort = socket;
            return this;
        }

        public Builder eventsPort(int port) {
            this.eventsPort = port;
            return this;
        }

        /** Examines announced GPUs so, instead of with the least work there is and without a clock. */
        public Builder nodeProofs(Function<String, ProofPlan> plans) {
            this.nodeProofs = plans;
            return this;
        }

        /**
         * Examines announced GPUs by GraVal's messages in place of GPV1's. The values are the devnet's own, so that only its own
         * bootstrap program passes.
         */
        public Builder graval() {
            this.graval = true;
            return this;
        }

        public Builder profile(ProtocolProfile newProfile) {
            this.profile = newProfile;
            return this;
        }

        /** Private chutes are refused with 403 to miners that run too little for the public, as the profile says. */
        public Builder privateGates() {
            this.privateGates = true;
            return this;
        }

        public Builder registrySecret(String secret) {
            this.registrySecret = secret;
            return this;
        }

        public Builder userKey(String key) {
            this.userKey = key;
            return this;
        }

        public Builder stateDirectory(Path directory) {
            this.stateDirectory = directory;
            return this;
        }

        public Builder clock(DevnetClock time) {
            this.clock = time;
            return this;
        }

        public Builder bountyAnnouncements(Duration atMostOneIn) {
            this.bountyAnnouncements = atMostOneIn;
            return this;
        }

        public Builder heartbeat(Duration interval, Duration timeout) {
            this.pingInterval = interval;
            this.pingTimeout = timeout;
            return this;
        }

        /** Opts out of GPU proofs: every announced GPU counts as verified at once. */
        public Builder withoutGpuProofs() {
            this.infoChallenges = 0;
            return this;
        }

        /** Attests confidential servers while they register, instead of believing them unseen. */
        public Builder attests(ServerAttestation.Trust trust) {
            this.attestation = trust;
            return this;
        }

        public Builder starterChutes() {
            this.starterChutes = true;
            return this;
        }

        public Builder world(long newSeed) {
            this.world = true;
            this.seed = newSeed;
            return this;
        }

        public Builder worldPace(Duration pace) {
            this.worldPace = pace;
            return this;
        }

        public DevnetValidator start() {
            DevnetOptions options = new DevnetOptions(
                    hotkey,
                    registered,
                    httpPort,
                    socketPort,
                    eventsPort,
                    profile,
                    privateGates,
                    registrySecret,
                    userKey,
                    stateDirectory,
                    clock,
                    bountyAnnouncements,
                    pingInterval,
                    pingTimeout,
                    infoChallenges,
                    nodeProofs,
                    graval,
                    attestation,
                    starterChutes,
                    world,
                    worldPace,
                    seed);
            return new DevnetValidator(options).begin();
        }
    }
}
