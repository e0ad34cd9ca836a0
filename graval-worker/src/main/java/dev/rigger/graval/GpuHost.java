package dev.rigger.graval;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.Challenge;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.prover.OutOfGpuMemoryException;
import dev.rigger.gpv1.prover.ServerWork;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.GpuHostActivities;
import dev.rigger.workflows.proof.ProofAnswer;
import dev.rigger.workflows.proof.ProofChallenge;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** Answers Rigger on this host's queue. */
final class GpuHost implements GpuHostActivities {
    private static final String SCHEME = "gpv1";

    private final String serverName;
    private final String advertisedHost;
    private final int advertisedPort;
    private final GpuBackend backend;
    private final GpuSlots slots;
    private final HeldProof held;
    private final InstantSource clock;

    GpuHost(
            String serverName,
            String advertisedHost,
            int advertisedPort,
            GpuBackend backend,
            GpuSlots slots,
            HeldProof held,
            InstantSource clock) {
        this.serverName = serverName;
        this.advertisedHost = advertisedHost;
        this.advertisedPort = advertisedPort;
        this.backend = backend;
        this.slots = slots;
        this.held = held;
        this.clock = clock;
    }

    @Override
    public DeviceReport reportDevices(String askedServer) {
        refuseOtherHosts(askedServer);
        List<GpuIdentity> gpus = backend.devices();
        return new DeviceReport(
                serverName,
                advertisedHost,
                advertisedPort,
                backend.name(),
                IntStream.range(0, gpus.size())
                        .mapToObj(index -> device(index, gpus.get(index)))
                        .toList());
    }

    @Override
    public ProofAnswer prove(ProofChallenge asked) {
        Challenge challenge = accepted(asked);
        HeartbeatWatch watch = new HeartbeatWatch(Activity.getExecutionContext(), clock);
        try (GpuSlots.Lease lease = slots.takeAll(watch)) {
            held.drop();
            Instant started = clock.instant();
            try (ServerWork work = backend.prove(challenge, watch)) {
                Answer answer = work.answer();
                return new ProofAnswer(
                        asked.proofId(),
                        answer.plaintexts(),
                        answer.roots(),
                        Duration.between(started, clock.instant()));
            }
        } catch (InvalidChallengeException e) {
            throw refused(ProofRefusal.MALFORMED_CHALLENGE, e.what() + ". Make a new challenge.");
        } catch (OutOfGpuMemoryException e) {
            throw refused(ProofRefusal.OUT_OF_GPU_MEMORY, e.what() + ". Free that GPU, and ask again.");
        } catch (CancellationException e) {
            throw watch.unwanted().<RuntimeException>map(unwanted -> unwanted).orElse(e);
        }
    }

    private Challenge accepted(ProofChallenge asked) {
        refuseOtherHosts(asked.serverName());
        if (!asked.scheme().equals(SCHEME)) {
            throw refused(
                    ProofRefusal.UNKNOWN_SCHEME,
                    "This host proves by " + SCHEME + ", not by " + asked.scheme() + ". Ask for " + SCHEME + ".");
        }
        Profile profile = Profile.named(asked.profile())
                .orElseThrow(() -> refused(
                        ProofRefusal.UNKNOWN_PROFILE,
                        "There is no profile " + asked.profile() + ". Ask for tiny, sim, sim-large or full."));
        List<String> own = backend.devices().stream().map(GpuIdentity::uuid).toList();
        if (asked.ciphertexts().isEmpty()
                || !own.containsAll(asked.ciphertexts().keySet())) {
            throw refused(
                    ProofRefusal.UNKNOWN_GPU,
                    "The challenge names GPUs that " + serverName + " does not have. Ask for its devices again.");
        }
        try {
            return new Challenge(asked.seed(), profile.withPasses(asked.iterations()), asked.ciphertexts());
        } catch (InvalidChallengeException e) {
            throw refused(ProofRefusal.MALFORMED_CHALLENGE, e.what() + ". Make a new challenge.");
        }
    }

    private void refuseOtherHosts(String askedServer) {
        if (!askedServer.equals(serverName)) {
            throw refused(
                    ProofRefusal.WRONG_HOST,
                    "This is " + serverName + " and not " + askedServer
                            + ". Check SERVER_NAME of the worker that polls queue gpu/" + askedServer + ".");
        }
    }

    private static ApplicationFailure refused(ProofRefusal why, String what) {
        return ApplicationFailure.newNonRetryableFailure(what, why.name());
    }

    private static DeviceReport.Device device(int index, GpuIdentity gpu) {
        return new DeviceReport.Device(
                index,
                gpu.uuid(),
                gpu.name(),
                gpu.memoryBytes(),
                gpu.processors(),
                gpu.clockKhz(),
                gpu.maxThreadsPerProcessor());
    }
}
