package dev.rigger.workflows.onboarding;

import dev.rigger.workflows.SearchKeys;
import dev.rigger.workflows.Steps;
import dev.rigger.workflows.fleet.FleetSignals;
import dev.rigger.workflows.fleet.FleetWake;
import dev.rigger.workflows.onboarding.ValidatorNodeActivities.NodeAnnouncement;
import dev.rigger.workflows.onboarding.ValidatorNodeActivities.NodeVerdict;
import dev.rigger.workflows.progress.ProgressLine;
import dev.rigger.workflows.progress.ProgressLog;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.ProofFailure;
import dev.rigger.workflows.proof.ProofKind;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server joins: admit → examine → label → record → storage → devices → prove → announce → verified → complete.
 *
 * <p>Before each step that a later failure must undo, its undoing is registered; a failure, or a cancellation, undoes them
 * in reverse and ends the progress with its word.
 */
public final class OnboardingWorkflowImpl implements OnboardingWorkflow {
    private static final Duration EXAMINATION = Duration.ofMinutes(5);

    private final OnboardingRequest request;
    private final AdmissionChecks checks;
    private final ProgressLog progress = new ProgressLog();
    private final Undoing undoing;
    private final List<String> stepsDone = new ArrayList<>();
    private final Set<String> verifiedGpus = new LinkedHashSet<>();
    private final long startedAt = Workflow.currentTimeMillis();
    private @Nullable Admission admission;
    private String step = "admission";
    /** False for a run that began before nodes were examined and proofs timed and audited. */
    private boolean examines;

    @WorkflowInit
    public OnboardingWorkflowImpl(OnboardingRequest request) {
        this.request = request;
        this.checks = new AdmissionChecks(request);
        this.undoing = new Undoing(progress);
    }

    @Override
    public OnboardingOutcome onboard(OnboardingRequest same) {
        Workflow.upsertTypedSearchAttributes(SearchKeys.SERVER_NAME.valueSet(request.name()));
        Admission admitted = checks.run(progress.stream());
        admission = admitted;
        OnboardingOutcome outcome = admitted.admitted()
                ? join(checks.facts())
                : new OnboardingOutcome(false, null, admitted.code(), admitted.what());
        // Whoever asked for the admission gets the answer before the run closes.
        Workflow.await(Workflow::isEveryHandlerFinished);
        return outcome;
    }

    @Override
    public Admission admission() {
        Workflow.await(() -> admission != null);
        Admission known = admission;
        if (known == null) {
            throw new IllegalStateException("awaited");
        }
        return known;
    }

    @Override
    public void gpuVerified(String gpuId) {
        verifiedGpus.add(gpuId);
    }

    @Override
    public OnboardingState state() {
        String waitingFor = "verification".equals(step) ? verifiedGpus.size() + " GPUs are verified so far" : step;
        return new OnboardingState(step, List.copyOf(stepsDone), waitingFor);
    }

    private OnboardingOutcome join(NodeFacts found) {
        examines = Workflow.getVersion("examined", Workflow.DEFAULT_VERSION, 1) >= 1;
        try {
            NodeFacts facts = record(found);
            FirstProof proof = new FirstProof(request, progress, undoing);
            ProofKind kind = proof.kind(facts);
            enter("proof");
            DeviceReport report = proof.of(facts, kind, examines);
            announce(facts, report, kind);
            proof.over();
            complete(facts, kind);
            return new OnboardingOutcome(true, facts.serverId(), "COMPLETED", "server is ready");
        } catch (ProofFailure unproven) {
            OnboardingFailure known = OnboardingFailure.of(
                    request.name(), unproven.what(), unproven.code(), unproven.next() + " Then add it again.");
            return undo(found, known.code(), known.line(), known.end());
        } catch (OnboardingFailure known) {
            return undo(found, known.code(), known.line(), known.end());
        } catch (TemporalFailure failure) {
            return undo(
                    found,
                    code(failure),
                    "Cannot add server " + request.name() + " at step " + step + ": " + reason(failure) + "\n"
                            + code(failure) + "\nWhat was done is undone; mend the cause and add it again.",
                    ProgressLine.End.FAILED);
        }
    }

    private NodeFacts record(NodeFacts found) {
        enter("record");
        progress.say("attempting to add node server_id=" + found.serverId() + " to inventory...");
        if (examines) {
            examine();
        }
        undoing.before(
                "remove the node's labels",
                () -> Steps.patient(NodeActivities.class, "Undo: remove the labels", Undoing.PATIENCE)
                        .unlabelNode(request));
        NodeFacts facts = Steps.patient(NodeActivities.class, "Label node " + request.name())
                .labelNode(request);
        if (!facts.ready()) {
            throw OnboardingFailure.of(
                    request.name(),
                    "Node is not yet ready [status='NotReady']",
                    "NODE_NOT_READY",
                    "Wait until kubectl shows it Ready, then add it again.");
        }
        undoing.before(
                "forget the server's rows",
                () -> Steps.patient(ServerRecordActivities.class, "Undo: forget the rows", Undoing.PATIENCE)
                        .forgetServer(facts.serverId()));
        Steps.run(ServerRecordActivities.class, "Record the server", rows -> rows.recordServer(request, facts));
        progress.say("server with server_id=" + facts.serverId()
                + " now tracked in database, provisioning verification resources...");
        if (examines) {
            new StorageCheck(request.name(), progress).run();
        }
        return facts;
    }

    private void examine() {
        NodeExamination examination = Steps.patient(NodeActivities.class, "Examine node " + request.name(), EXAMINATION)
                .examineNode(request);
        examination.warnings().forEach(warning -> progress.say("warning: " + warning.line()));
        examination.throwIfRefused();
    }

    private void announce(NodeFacts facts, DeviceReport report, ProofKind kind) {
        enter("announcement");
        String model = report.devices().getFirst().name();
        Steps.run(
                ServerRecordActivities.class,
                "Record its GPUs",
                rows -> rows.recordGpus(request, facts.serverId(), report));
        progress.say("discovered " + report.devices().size() + " GPUs [model_name='" + model
                + "'] on node, advertising node to 1 validator(s)...");
        List<String> gpuIds =
                report.devices().stream().map(DeviceReport.Device::uuid).toList();
        undoing.before(
                "withdraw the server at the validator",
                () -> Steps.patient(
                                ValidatorNodeActivities.class, "Undo: withdraw it at the validator", Undoing.PATIENCE)
                        .withdrawServer(request.validator(), facts.serverId(), gpuIds));
        if (kind == ProofKind.TEE) {
            register(facts, report);
            return;
        }
        progress.say("advertising node to " + validator() + "...");
        NodeAnnouncement announcement = Steps.patient(ValidatorNodeActivities.class, "Announce the GPUs")
                .announceNodes(request, facts, report);
        String task = announcement.taskId();
        if (task == null) {
            throw OnboardingFailure.refused(
                    "failed to advertising node to " + validator() + ": " + announcement.refusal());
        }
        boolean keeps = Workflow.getVersion("validator-kept", Workflow.DEFAULT_VERSION, 1) >= 1;
        Long seed = announcement.seed();
        progress.say("successfully advertised node " + facts.serverId() + " to validator " + request.validator()
                + (seed == null ? "" : ", received seed: " + seed));
        if (keeps && seed != null) {
            Steps.run(ServerRecordActivities.class, "Keep its seed", rows -> rows.recordSeed(facts.serverId(), seed));
        }
        NodeVerdict verdict = verdict(task);
        if (keeps) {
            String verdictId = Workflow.getInfo().getRunId() + "/validator";
            Steps.run(
                    ServerRecordActivities.class,
                    "Keep the validator's verdict",
                    rows -> rows.recordVerdict(verdictId, request, verdict));
        }
        if (!verdict.verified()) {
            throw OnboardingFailure.refused("Verification failed for " + request.validator() + ", aborting!"
                    + (verdict.why() == null ? "" : " " + verdict.why()));
        }
        progress.say("validator " + request.validator() + " has successfully performed verification");
    }

    /** The validator attests the machine while it answers, and its answer is final. */
    private void register(NodeFacts facts, DeviceReport report) {
        progress.say("Verifying server with " + validator() + "...");
        String refusal = Steps.patient(ValidatorNodeActivities.class, "Register the machine")
                .registerMachine(request, facts, report)
                .refusal();
        if (refusal != null) {
            throw OnboardingFailure.refused("failed to verify server with " + validator() + ": " + refusal);
        }
        // Spelt so by the protocol: scripts look for it.
        progress.say("successfully verifeid server " + request.name() + " to validator " + request.validator());
    }

    private NodeVerdict verdict(String task) {
        enter("verification");
        progress.say("waiting for validator " + request.validator() + " to finish GPU verification...");
        return Steps.watching(
                        ValidatorNodeActivities.class,
                        "Wait for the validator's verification",
                        request.timings().verification())
                .awaitVerification(request, task);
    }

    private void complete(NodeFacts facts, ProofKind kind) {
        enter("completion");
        undoing.before(
                "end the cache cleanups",
                () -> Steps.patient(ScheduleActivities.class, "Undo: end the cache cleanups", Undoing.PATIENCE)
                        .unscheduleCacheCleanup(request.name()));
        Steps.run(
                ScheduleActivities.class,
                "Schedule its cache cleanups",
                schedules -> schedules.scheduleCacheCleanup(request.name()));
        if (examines && kind == ProofKind.GPV1) {
            undoing.before(
                    "end the later proofs",
                    () -> Steps.patient(ScheduleActivities.class, "Undo: end the later proofs", Undoing.PATIENCE)
                            .unscheduleProofs(request.name()));
            Steps.run(
                    ScheduleActivities.class,
                    "Schedule later proofs",
                    schedules -> schedules.scheduleProofs(request.name()));
        }
        Steps.run(ServerRecordActivities.class, "Complete the server", rows -> rows.completeServer(facts.serverId()));
        undoing.keep();
        FleetWake wake = new FleetWake(FleetWake.Kind.SERVER_CHANGED, "onboarded/" + progress.stream(), null);
        Steps.run(FleetSignals.class, "Wake the coordinator", fleet -> fleet.wake(request.validator(), wake));
        enter("done");
        long seconds = (Workflow.currentTimeMillis() - startedAt) / 1000;
        progress.end("completed server bootstrapping in " + seconds + " seconds!", ProgressLine.End.SUCCEEDED);
    }

    private OnboardingOutcome undo(NodeFacts found, String code, String line, ProgressLine.End end) {
        Workflow.newDetachedCancellationScope(() -> {
                    Workflow.upsertTypedSearchAttributes(SearchKeys.REASON.valueSet(code));
                    undoing.all();
                    AgentFarewell.say(request, progress);
                    progress.end(line, end);
                })
                .run();
        return new OnboardingOutcome(false, found.serverId(), code, line);
    }

    private void enter(String next) {
        stepsDone.add(step);
        step = next;
        Workflow.upsertTypedSearchAttributes(SearchKeys.PHASE.valueSet(next));
    }

    private String validator() {
        return request.validatorApi() == null
                ? request.validator()
                : request.validator() + " via " + request.validatorApi();
    }

    private static String code(TemporalFailure failure) {
        if (Steps.isCancellation(failure)) {
            return "CANCELLED";
        }
        if (failure.getCause() instanceof ApplicationFailure known) {
            return known.getType();
        }
        return failure.getCause() instanceof TimeoutFailure ? "TIMED_OUT" : "STEP_FAILED";
    }

    private static String reason(TemporalFailure failure) {
        if (Steps.isCancellation(failure)) {
            return "it was cancelled.";
        }
        if (failure.getCause() instanceof ApplicationFailure known) {
            return known.getOriginalMessage();
        }
        return failure.getCause() instanceof TimeoutFailure ? "it did not end in time." : "it failed.";
    }
}
