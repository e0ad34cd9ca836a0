package dev.rigger.activities.proof;

import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.InvalidChallengeException;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.catalogue.GpuCatalogue;
import dev.rigger.gpv1.catalogue.GpuMismatch;
import dev.rigger.gpv1.host.HostExaminer;
import dev.rigger.gpv1.host.HostFailure;
import dev.rigger.gpv1.host.HostPort;
import dev.rigger.gpv1.host.HostSigner;
import dev.rigger.gpv1.host.ProofPlan;
import dev.rigger.gpv1.verifier.Verdict;
import dev.rigger.gpv1.verifier.Verifier;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.DeviceReport.Device;
import dev.rigger.workflows.proof.ProofFailures;
import dev.rigger.workflows.proof.ProofOrder;
import dev.rigger.workflows.proof.ProofVerdict;
import io.temporal.failure.ApplicationFailure;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Examines a server at its verification port: what it claims against the catalogue, its work in its window, its memory by
 * audits. The secret half never leaves this process; whoever asks again after a crash gets a fresh challenge.
 */
final class HostVerifier {
    private final Verifier verifier;
    private final GpuCatalogue catalogue;
    private final Function<String, ProofPlan> plans;
    private final HostSigner signer;
    private final SecureRandom random = new SecureRandom();

    /** @param plans how GPUs of a type, by its short name, are examined */
    HostVerifier(Verifier verifier, GpuCatalogue catalogue, Function<String, ProofPlan> plans, HostSigner signer) {
        this.verifier = verifier;
        this.catalogue = catalogue;
        this.plans = plans;
        this.signer = signer;
    }

    /** @throws ApplicationFailure of a type in {@link ProofFailures} where it comes to no verdict */
    ProofVerdict examine(ProofOrder order, ProofWatch watch) {
        DeviceReport report = order.report();
        List<GpuIdentity> gpus = identities(report);
        Optional<GpuMismatch> mismatch = mismatch(gpus, order.gpuShortRef());
        if (mismatch.isPresent()) {
            return new ProofVerdict(
                    false, mismatch.get().code().name(), mismatch.get().what());
        }
        ProofPlan plan = plans.apply(order.gpuShortRef());
        try (HostPort host = new HostPort(report.verificationHost(), report.verificationPort(), signer, watch)) {
            return examined(order, gpus, plan, host, watch);
        }
    }

    private ProofVerdict examined(
            ProofOrder order, List<GpuIdentity> gpus, ProofPlan plan, HostPort host, ProofWatch watch) {
        try {
            Verdict verdict = new HostExaminer(host, random, plan.patience(), plan.longestPause())
                    .verdict(verifier.examine(plan.profile(), gpus, plan.terms(), watch));
            return new ProofVerdict(verdict.accepted(), verdict.code().name(), verdict.what());
        } catch (InvalidChallengeException e) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "Cannot challenge the GPUs of " + order.report().serverName() + ": " + e.what() + ".",
                    "DEVICES_UNPROVABLE");
        } catch (HostFailure failure) {
            List<String> lost = lost(host, gpus, failure);
            throw lost.isEmpty()
                    ? ApplicationFailure.newNonRetryableFailure(failure.what() + ".", type(failure.code()))
                    : ApplicationFailure.newNonRetryableFailure(
                            failure.what() + "; nvidia-smi does not show " + String.join(", ", lost) + " any more.",
                            ProofFailures.GPU_LOST);
        }
    }

    /** A type that is newer than the catalogue is left to the validator. */
    private Optional<GpuMismatch> mismatch(List<GpuIdentity> gpus, String gpuShortRef) {
        return catalogue.byShortRef(gpuShortRef).isEmpty()
                ? Optional.empty()
                : gpus.stream()
                        .flatMap(gpu -> catalogue.mismatch(gpu, gpuShortRef).stream())
                        .findFirst();
    }

    /** What the driver does not show any more, where the worker still answers and the driver has a tool that tells. */
    private static List<String> lost(HostPort host, List<GpuIdentity> gpus, HostFailure failure) {
        if (failure.code() == HostFailure.Code.UNREACHABLE || failure.code() == HostFailure.Code.UNAUTHORIZED) {
            return List.of();
        }
        try {
            List<String> shown = host.driversGpus();
            return shown.isEmpty()
                    ? List.of()
                    : gpus.stream()
                            .map(GpuIdentity::uuid)
                            .filter(uuid -> !shown.contains(uuid))
                            .toList();
        } catch (HostFailure tellsNothing) {
            return List.of();
        }
    }

    private static String type(HostFailure.Code code) {
        return switch (code) {
            case UNREACHABLE, WORK_GONE -> ProofFailures.WORKER_LOST;
            case SILENT -> ProofFailures.STALLED;
            case BUSY -> ProofFailures.BUSY;
            case OUT_OF_MEMORY -> ProofFailures.OUT_OF_MEMORY;
            case UNAUTHORIZED -> ProofFailures.UNAUTHORIZED;
            case BROKEN -> ProofFailures.BROKEN;
        };
    }

    private static List<GpuIdentity> identities(DeviceReport report) {
        try {
            return report.devices().stream().map(HostVerifier::identity).toList();
        } catch (InvalidChallengeException e) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "Cannot challenge the GPUs of " + report.serverName() + ": " + e.what() + ".",
                    "DEVICES_UNPROVABLE");
        }
    }

    static GpuIdentity identity(Device device) {
        return GpuIdentity.of(
                device.name(),
                device.uuid(),
                device.memoryBytes(),
                device.processors(),
                device.clockRateKhz(),
                device.maxThreadsPerProcessor());
    }
}
