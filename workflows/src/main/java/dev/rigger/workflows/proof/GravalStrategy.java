package dev.rigger.workflows.proof;

import dev.rigger.workflows.Steps;
import dev.rigger.workflows.progress.ProgressLog;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapDevices;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapOrder;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapRefusal;
import dev.rigger.workflows.proof.BootstrapActivities.BootstrapStart;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * GraVal: the network's own image runs on the node until the validator has examined it. What it proves only the validator
 * can tell. Whoever asks for its devices removes it in the end, whatever came of them.
 */
public final class GravalStrategy implements ProofStrategy {
    private static final Duration START = Duration.ofMinutes(10);
    /** Beyond what the server itself is given, for looks that have to be taken again. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final BootstrapOrder order;
    private final ProgressLog progress;

    public GravalStrategy(BootstrapOrder order, ProgressLog progress) {
        this.order = order;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "graval";
    }

    @Override
    public String asked() {
        return "bootstrap server";
    }

    @Override
    public DeviceReport devices() {
        BootstrapStart started = Steps.patient(
                        BootstrapActivities.class, "Start the bootstrap server on " + order.serverName(), START)
                .startServer(order);
        throwIf(started.refusal());
        progress.say("graval bootstrap job/service created, gathering device info...");
        BootstrapDevices told = Steps.watching(
                        BootstrapActivities.class,
                        "Which GPUs " + order.serverName() + " has",
                        started.patience().plus(SLACK))
                .awaitDevices(order, started.nodePort());
        throwIf(told.refusal());
        DeviceReport report = told.report();
        if (report == null) {
            throw new IllegalStateException("what is not refused has a report");
        }
        return report;
    }

    @Override
    public ProofVerdict prove(DeviceReport report) {
        return new ProofVerdict(
                true,
                ProofVerdict.LEFT_TO_VALIDATOR,
                "only the validator can judge this proof, and asks for it itself");
    }

    /** @param atMost how long that is tried; what is left then ends with its Job's deadline */
    public void remove(Duration atMost) {
        Steps.watching(BootstrapActivities.class, "Remove the bootstrap server of " + order.serverName(), atMost)
                .removeServer(order);
    }

    private static void throwIf(@Nullable BootstrapRefusal refusal) {
        if (refusal != null) {
            throw new ProofFailure(refusal.code(), refusal.what() + ".", refusal.next());
        }
    }
}
