package dev.rigger.activities.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.activities.FleetOnPostgres;
import dev.rigger.inventory.BountyOutcomes;
import dev.rigger.inventory.CacheReports;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Demands;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.GpuVerdict;
import dev.rigger.inventory.GpuVerdicts;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Kubeconfigs;
import dev.rigger.inventory.ListedGpu;
import dev.rigger.inventory.ListedGpus;
import dev.rigger.inventory.Progress;
import dev.rigger.inventory.Reservations;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import dev.rigger.inventory.StoredProgress;
import dev.rigger.settings.CacheSettings;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.bounty.BountyMove;
import dev.rigger.workflows.bounty.BountyNotice;
import dev.rigger.workflows.bounty.BountyOutcome;
import dev.rigger.workflows.cache.CachePolicy;
import dev.rigger.workflows.cache.CacheReport;
import dev.rigger.workflows.deployment.Phase;
import dev.rigger.workflows.onboarding.NodeFacts;
import dev.rigger.workflows.onboarding.OnboardingRequest;
import dev.rigger.workflows.onboarding.ValidatorNodeActivities.NodeVerdict;
import dev.rigger.workflows.progress.ProgressLine;
import dev.rigger.workflows.proof.DeviceReport;
import dev.rigger.workflows.proof.ProofRecordActivities.KnownGpu;
import dev.rigger.workflows.proof.ProofRecordActivities.KnownServer;
import dev.rigger.workflows.proof.ProofRecordActivities.ProofLook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordsTest extends FleetOnPostgres {
    @Test
    void aServerIsProvisionedOnceItsOnboardingIsComplete() {
        ServerRecords records = serverRecords();
        bean(Kubeconfigs.class).save(id("new"), "sealed");
        onboard(records, id("new-uid"));
        assertThat(records.isProvisioned(id("new"))).isFalse();

        records.completeServer(id("new-uid"));
        onboard(records, id("new-uid"));

        assertThat(records.isProvisioned(id("new"))).isTrue();
        Server server = bean(Servers.class).byName(id("new")).orElseThrow();
        assertThat(server.kubeconfig()).isEqualTo("sealed");
        assertThat(server.verificationPort()).isEqualTo(8005);
        assertThat(server.ipAddress()).isEqualTo("10.9.9.9");
        assertThat(server.memoryPerGpu()).isEqualTo(120);
        assertThat(bean(Gpus.class).ofServer(id("new-uid")).getFirst().deviceInfo())
                .containsEntry("clock_rate", 1_980_000.0)
                .containsEntry("name", "NVIDIA H200");
    }

    @Test
    void whatTheValidatorGaveAndSaidIsKeptHoweverOftenItIsTold() {
        ServerRecords records = serverRecords();
        onboard(records, id("uid"));
        for (int times = 0; times < 2; times++) {
            records.recordSeed(id("uid"), 4_611_686_018_427_387_904L);
            records.recordVerdict(id("run/1"), request(), new NodeVerdict(false, "GPU 0 was too slow"));
            records.recordVerdict(id("run/2"), request(), new NodeVerdict(true, null));
        }

        assertThat(bean(Servers.class).byId(id("uid")).orElseThrow().seed()).isEqualTo(4_611_686_018_427_387_904L);
        assertThat(bean(GpuVerdicts.class).ofServer(id("new"), 10))
                .extracting(GpuVerdict::code)
                .containsExactlyInAnyOrder("VALIDATOR_REFUSED", "VALIDATOR_VERIFIED");
        assertThat(bean(GpuVerdicts.class).byId(id("run/1")).orElseThrow().what())
                .contains("GPU 0 was too slow", "add the server again");
    }

    @Test
    void aServersSeedIsWhatItsGpusHaveInTheValidatorsList() {
        ServerRecords records = serverRecords();
        onboard(records, id("uid"));
        ListedGpus listed = bean(ListedGpus.class);

        listed.replace(validator, List.of(listed("a", 7L), listed("b", 7L)));
        assertThat(seed()).isEqualTo(7L);
        listed.replace(validator, List.of(listed("a", 8L), listed("b", 9L)));
        assertThat(seed()).as("what they work from is not known").isEqualTo(7L);
        listed.replace(validator, List.of(listed("a", null)));
        assertThat(seed()).isEqualTo(7L);
        listed.replace(validator, List.of(listed("a", 9L)));
        assertThat(seed()).as("the validator gave a new one").isEqualTo(9L);
    }

    private @Nullable Long seed() {
        return bean(Servers.class).byId(id("uid")).orElseThrow().seed();
    }

    private ListedGpu listed(String gpu, @Nullable Long seed) {
        return new ListedGpu(id(gpu), validator, id("uid"), seed, null, null, clock.instant());
    }

    @Test
    void aNodeThatWasMadeAnewTakesThePlaceOfItsUnfinishedNamesake() {
        ServerRecords records = serverRecords();
        onboard(records, id("old-uid"));
        records.recordServer(request(), facts(id("new-uid")));
        assertThat(bean(Servers.class).byId(id("old-uid"))).isEmpty();
        assertThat(bean(Servers.class).byName(id("new")).orElseThrow().serverId())
                .isEqualTo(id("new-uid"));

        records.completeServer(id("new-uid"));
        assertThatThrownBy(() -> records.recordServer(request(), facts(id("third-uid"))))
                .hasMessageContaining("SERVER_ALREADY_PROVISIONED");
    }

    @Test
    void aLookAtGpusChangesWhomPlanningTrustsAndTellsWhetherItDid() {
        ServerRecords records = serverRecords();
        onboard(records, id("uid"));
        ProofRecords proofs = new ProofRecords(
                bean(Servers.class), bean(Gpus.class), bean(GpuVerdicts.class), Periods.DEFAULTS, clock);
        assertThat(proofs.knownServer(id("new"))).as("has not joined yet").isNull();
        records.completeServer(id("uid"));

        KnownServer known = known(proofs);
        assertThat(known.due()).isTrue();
        assertThat(known.gpuShortRef()).isEqualTo("h200");
        assertThat(known.gpus())
                .containsExactly(new KnownGpu(
                        new DeviceReport.Device(0, id("uuid"), "NVIDIA H200", 150_754_820_096L, 132, 1_980_000.0, 2048),
                        true,
                        false));

        assertThat(proofs.recordLook(look("lost", false, List.of(), List.of(id("uuid")))))
                .isTrue();
        assertThat(bean(Gpus.class).byId(id("uuid")).orElseThrow().verified()).isFalse();
        assertThat(proofs.recordLook(look("lost", false, List.of(), List.of(id("uuid")))))
                .isFalse();
        assertThat(known(proofs).due()).isTrue();

        assertThat(proofs.recordLook(look("back", true, List.of(id("uuid")), List.of())))
                .isTrue();
        assertThat(known(proofs).due()).isFalse();
        setTime(START.plus(Duration.ofHours(25)));
        assertThat(known(proofs).due()).isTrue();
        assertThat(bean(GpuVerdicts.class).ofServer(id("new"), 10))
                .extracting(GpuVerdict::code)
                .containsExactlyInAnyOrder("CODE-lost", "CODE-back");
    }

    private KnownServer known(ProofRecords proofs) {
        return Objects.requireNonNull(proofs.knownServer(id("new")));
    }

    private ProofLook look(String name, boolean accepted, List<String> trusted, List<String> distrusted) {
        return new ProofLook(id(name), id("new"), id("uid"), accepted, "CODE-" + name, "what", trusted, distrusted);
    }

    @Test
    void aServerIsForgottenWithItsGpusButNotWhileOneIsOwned() {
        reserve();
        assertThatThrownBy(() -> serverRecords().forgetServer(server)).hasMessageContaining("GPU_OWNED");
        assertThat(bean(Gpus.class).ofServer(server)).hasSize(4);

        bean(Reservations.class).release(id("d"), "SERVER_DELETED");
        serverRecords().forgetServer(server);
        serverRecords().forgetServer(server);
        assertThat(bean(Servers.class).byId(server)).isEmpty();
        assertThat(bean(Gpus.class).ofServer(server)).isEmpty();
    }

    @Test
    void aLeavingServerIsLockedAndTellsWhatIsOnIt() {
        reserve();
        ServerOwnership ownership = new ServerOwnership(bean(Servers.class), bean(Gpus.class), bean(Deployments.class));
        ownership.markLeaving(server);
        Server leaving = bean(Servers.class).byId(server).orElseThrow();
        assertThat(leaving.locked()).isTrue();
        assertThat(leaving.state()).isEqualTo("LEAVING");
        assertThat(ownership.deploymentsOn(server)).containsExactly(id("d"));
        assertThat(ownership.gpusOf(server)).containsExactlyElementsOf(gpuIds);
        ownership.writeLock(server, false);
        assertThat(bean(Servers.class).byId(server).orElseThrow().locked()).isFalse();
    }

    @Test
    void aDeletedChuteIsForgottenOnlyAfterItsDeployments() {
        reserve();
        bean(Demands.class).setBounty(validator, chute, 1, 1, START);
        ChuteRecords records = new ChuteRecords(bean(Chutes.class), bean(Demands.class), bean(Deployments.class));
        records.markDeleted(validator, chute);
        assertThat(records.openDeploymentsOf(validator, chute)).containsExactly(id("d"));
        assertThatThrownBy(() -> records.forgetChute(validator, chute)).isInstanceOf(RuntimeException.class);

        bean(Reservations.class).release(id("d"), "CHUTE_DELETED");
        records.forgetChute(validator, chute);
        records.forgetChute(validator, chute);
        assertThat(bean(Chutes.class).byId(chute)).isEmpty();
        assertThat(bean(Demands.class).of(chute)).isEmpty();
    }

    @Test
    void aBountySeesDeploymentsOnTheirWayAndNotThoseThatEnd() {
        reserve();
        BountyLedger ledger = new BountyLedger(bean(Deployments.class), bean(BountyOutcomes.class), clock);
        assertThat(ledger.deploymentsOf(validator, chute))
                .containsExactly(new BountyMove(id("d"), Phase.RESERVED, null));
        bean(Deployments.class).setPhase(id("d"), "DRAINING", "PREEMPTED");
        assertThat(ledger.deploymentsOf(validator, chute)).isEmpty();

        ledger.recordOutcome(
                validator,
                chute,
                new BountyNotice(id("event"), 100, 1.5),
                new BountyOutcome(BountyOutcome.Result.LOST, null, "somebody was first"));
    }

    @Test
    void aLineOfProgressIsKeptWithItsEnd() {
        new ProgressLog(bean(Progress.class), clock)
                .append(new ProgressLine(id("stream"), 0, "done", ProgressLine.End.SUCCEEDED));
        assertThat(bean(Progress.class).of(id("stream"), 0))
                .containsExactly(new StoredProgress(id("stream"), 0, "done", "SUCCEEDED", START));
    }

    @Test
    void aCleanupSparesWhatIsDeployedThereAndKnowsTheNodesOwnSize() {
        reserve();
        bean(Deployments.class).setPhase(id("d"), "HELD", "POD_FAILED");
        CachePolicies policies = new CachePolicies(
                new CacheSettings(Duration.ofDays(7), 500, Map.of(id("node"), 900L), Duration.ofHours(1), "cleaner:1"),
                bean(Servers.class),
                bean(Deployments.class),
                bean(CacheReports.class),
                clock);

        CachePolicy own = policies.policyFor(id("cleanup"), id("node"));
        assertThat(own.keep()).containsExactly(chute);
        assertThat(own.maxSizeBytes()).isEqualTo(900L << 30);
        assertThat(own.maxAge()).isEqualTo(Duration.ofDays(7));
        assertThat(policies.policyFor(id("cleanup"), "elsewhere").maxSizeBytes())
                .isEqualTo(500L << 30);

        policies.recordReport(id("cleanup"), new CacheReport(id("node"), 10, 20, 3, "CLEANED", "3 entries"));
        assertThat(bean(CacheReports.class).latest(1).getFirst().bytesFreed()).isEqualTo(10);
    }

    private ServerRecords serverRecords() {
        return new ServerRecords(
                bean(Servers.class), bean(Gpus.class), bean(Kubeconfigs.class), bean(GpuVerdicts.class), clock);
    }

    private void onboard(ServerRecords records, String uid) {
        records.recordServer(request(), facts(uid));
        records.recordGpus(
                request(),
                uid,
                new DeviceReport(
                        id("new"),
                        "10.9.9.9",
                        8005,
                        "cpu-reference",
                        List.of(new DeviceReport.Device(
                                0, id("uuid"), "NVIDIA H200", 150_754_820_096L, 132, 1_980_000.0, 2048))));
    }

    private OnboardingRequest request() {
        return new OnboardingRequest(id("new"), validator, 2.5, "h200", null, OnboardingRequest.Timings.DEFAULTS);
    }

    private NodeFacts facts(String uid) {
        return new NodeFacts(uid, id("new"), null, true, 1, 12, 120, 900, Map.of("a", "b"));
    }

    private void reserve() {
        Deployment row = new Deployment(
                id("d"),
                null,
                validator,
                null,
                null,
                chute,
                server,
                "v1",
                false,
                null,
                null,
                true,
                null,
                null,
                START,
                true,
                "RESERVED",
                null,
                null,
                "BOUNTY",
                null);
        assertThat(bean(Reservations.class).reserve(row, gpuIds.subList(0, 1))).isEqualTo(Reservations.Result.RESERVED);
    }
}
