package dev.rigger.activities.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.activities.FleetOnPostgres;
import dev.rigger.inventory.DeploymentDetail;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Epoch;
import dev.rigger.inventory.Finding;
import dev.rigger.inventory.Findings;
import dev.rigger.inventory.PlannedLaunch;
import dev.rigger.inventory.Plans;
import dev.rigger.inventory.Reservations;
import dev.rigger.inventory.SeenInstance;
import dev.rigger.inventory.SeenJob;
import dev.rigger.inventory.Servers;
import dev.rigger.inventory.Sightings;
import dev.rigger.inventory.StoredPlan;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.fleet.FleetWake;
import dev.rigger.workflows.reconcile.FindingActivities;
import dev.rigger.workflows.reconcile.Leftovers;
import dev.rigger.workflows.reconcile.ReconcileReport;
import dev.rigger.workflows.reconcile.Sync;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetComparisonTest extends FleetOnPostgres {
    private static final Duration OLD = Duration.ofMinutes(10);
    private static final Sync QUIET = new Sync(true, false, "");

    private final List<FleetWake> wakes = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private final List<String> swept = new ArrayList<>();
    private HeardNews heard = new HeardNews();
    private TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
    private FindingActivities comparison = environment.newActivityStub(FindingActivities.class);

    @BeforeEach
    void listen() {
        heard = new HeardNews();
        environment.close();
        environment = TestActivityEnvironment.newInstance();
        environment.registerActivitiesImplementations(comparison());
        comparison = environment.newActivityStub(FindingActivities.class);
        wakes.clear();
        deleted.clear();
        swept.clear();
        setTime(START.plus(OLD));
    }

    @AfterEach
    void endEnvironment() {
        environment.close();
    }

    private FleetComparison comparison() {
        return new FleetComparison(
                bean(Deployments.class),
                bean(Servers.class),
                bean(Sightings.class),
                bean(Findings.class),
                bean(Plans.class),
                heard,
                (cluster, job) -> deleted.add(cluster + " " + job),
                (of, chuteId, instanceId) -> deleted.add(chuteId + " " + instanceId),
                cluster -> {
                    swept.add(cluster);
                    return new Leftovers.Swept(0, 0, 1);
                },
                (of, wake) -> wakes.add(wake),
                Periods.DEFAULTS,
                clock);
    }

    @Test
    void aClusterThatWasSeenWholeIsSweptOfWhatIsLeftThere() {
        ReconcileReport report = pass(Duration.ZERO, List.of());

        assertThat(swept).containsExactly("home");
        assertThat(report.summary()).endsWith("1 Services or code maps kept: no row names them, but they are in use");
    }

    @Test
    void aMissingJobIsToldOnlyAfterTwoCompleteLooksApartInTime() {
        running(id("d"));

        pass(Duration.ZERO, List.of());
        pass(Duration.ofSeconds(60), List.of());
        assertThat(heard.lines()).isEmpty();

        ReconcileReport report = pass(Duration.ofSeconds(120), List.of());
        assertThat(heard.lines()).containsExactly(id("d") + " pod ABSENT");
        assertThat(report.acted()).isEqualTo(1);

        pass(Duration.ofSeconds(180), List.of());
        assertThat(heard.lines()).as("told once").hasSize(1);
    }

    @Test
    void oneLookReadTwiceIsOneLook() {
        running(id("d"));
        look(START.plus(OLD), List.of());
        for (int i = 0; i < 4; i++) {
            setTime(START.plus(OLD).plusSeconds(100L * i));
            comparison.compareAndTell(validator, QUIET);
        }
        assertThat(heard.lines()).isEmpty();
    }

    @Test
    void anIncompleteLookSaysNothingAndUndoesNothing() {
        running(id("d"));
        pass(Duration.ZERO, List.of());
        blindPass(Duration.ofSeconds(60));
        assertThat(bean(Findings.class).ofValidator(validator))
                .extracting(Finding::looks)
                .containsExactly(1);
        pass(Duration.ofSeconds(120), List.of());
        assertThat(heard.lines()).hasSize(1);
    }

    @Test
    void aJobThatIsSeenAgainClearsTheDoubt() {
        running(id("d"));
        pass(Duration.ZERO, List.of());
        pass(Duration.ofSeconds(60), List.of(id("d")));
        assertThat(bean(Findings.class).ofValidator(validator)).isEmpty();
        pass(Duration.ofSeconds(120), List.of());
        assertThat(heard.lines()).isEmpty();
    }

    @Test
    void aYoungRowIsNobodysDifference() {
        running(id("d"));
        setTime(START.plusSeconds(100));
        look(START.plusSeconds(100), List.of());
        assertThat(comparison.compareAndTell(validator, QUIET).findings()).isZero();
    }

    @Test
    void aFleetThatSeemsGoneIsHeldBackButForTwo() {
        List<String> all = Stream.of("a", "b", "c", "d").map(this::id).toList();
        for (int i = 0; i < 4; i++) {
            running(all.get(i), gpuIds.get(i));
        }
        pass(Duration.ZERO, List.of());
        ReconcileReport report = pass(Duration.ofSeconds(120), List.of());
        assertThat(report.acted()).isEqualTo(2);
        assertThat(report.heldBack()).isEqualTo(2);

        pass(Duration.ofSeconds(180), List.of());
        assertThat(heard.lines()).as("what is held back waits for an operator").hasSize(2);

        List<Finding> held = bean(Findings.class).ofValidator(validator).stream()
                .filter(Finding::heldBack)
                .toList();
        held.forEach(finding -> assertThat(bean(Findings.class).approve(finding.kind(), finding.subject(), START))
                .isEqualTo(1));
        pass(Duration.ofSeconds(240), List.of());
        assertThat(heard.lines()).as("what is approved of passes the brake").hasSize(4);
        assertThat(bean(Findings.class)
                        .approve(held.getFirst().kind(), held.getFirst().subject(), START))
                .as("nothing is held back any more")
                .isZero();
    }

    /** Between the approval and the next look it was seen again. */
    @Test
    void whatIsApprovedAndIsNoLongerSeenEndsNothing() {
        List<String> all = Stream.of("a", "b", "c", "d").map(this::id).toList();
        for (int i = 0; i < 4; i++) {
            running(all.get(i), gpuIds.get(i));
        }
        pass(Duration.ZERO, List.of());
        pass(Duration.ofSeconds(120), List.of());
        bean(Findings.class).ofValidator(validator).stream()
                .filter(Finding::heldBack)
                .forEach(finding -> bean(Findings.class).approve(finding.kind(), finding.subject(), START));

        pass(Duration.ofSeconds(180), all);
        pass(Duration.ofSeconds(240), List.of());

        assertThat(heard.lines()).hasSize(2);
    }

    @Test
    void aFailedPodIsToldAtOnce() {
        running(id("d"));
        look(
                START.plus(OLD),
                List.of(new SeenJob(id("home"), id("d"), "FAILED", "exit code 137", null, START.plus(OLD))));
        comparison.compareAndTell(validator, QUIET);
        assertThat(heard.lines()).containsExactly(id("d") + " pod FAILED");
    }

    @Test
    void aPodWhoseNodeIsGoneIsFailedAfterTwoLooksAndTheRowSaysMeanwhileWhatIsWrong() {
        running(id("d"));
        for (int seconds : List.of(0, 60)) {
            Instant at = START.plus(OLD).plusSeconds(seconds);
            setTime(at);
            look(at, List.of(new SeenJob("home", id("d"), "RUNNING", "node n is gone", "NODE_GONE", at)));
            comparison.compareAndTell(validator, QUIET);
        }
        assertThat(heard.lines()).isEmpty();
        assertThat(bean(Deployments.class).detailOf(id("d"))).contains("NODE_GONE: node n is gone");
        assertThat(bean(Deployments.class).details())
                .contains(new DeploymentDetail(id("d"), "NODE_GONE: node n is gone"));

        Instant at = START.plus(OLD).plusSeconds(120);
        setTime(at);
        look(at, List.of(new SeenJob("home", id("d"), "RUNNING", "node n is gone", "NODE_GONE", at)));
        comparison.compareAndTell(validator, QUIET);
        assertThat(heard.lines()).containsExactly(id("d") + " pod FAILED");

        look(at.plusSeconds(60), List.of(new SeenJob("home", id("d"), "RUNNING", null, null, at)));
        assertThat(bean(Deployments.class).detailOf(id("d"))).isEmpty();
    }

    @Test
    void anInstanceThatTheValidatorNoLongerListsIsGoneAfterTwoLooks() {
        running(id("d"));
        bean(Deployments.class).setInstance(id("d"), id("i"), START, START, true, START);
        listed(Duration.ZERO, List.of());
        listed(Duration.ofSeconds(120), List.of());
        assertThat(heard.lines()).containsExactly(id("d") + " instance DELETED " + id("i"));
    }

    /** The list was asked for before the claim, and is no witness of what came after. */
    @Test
    void aListThatIsOlderThanTheClaimSaysNothingOfTheInstance() {
        running(id("d"));
        Instant claimed = START.plus(OLD).minusSeconds(10);
        bean(Deployments.class).setInstance(id("d"), id("i"), claimed, claimed, true, claimed);

        listed(Duration.ZERO, List.of());
        listed(Duration.ofSeconds(60), List.of());
        assertThat(bean(Findings.class).ofValidator(validator)).isEmpty();

        listed(Duration.ofSeconds(240), List.of());
        listed(Duration.ofSeconds(300), List.of());
        assertThat(heard.lines()).containsExactly(id("d") + " instance DELETED " + id("i"));
    }

    @Test
    void whatTheRowLacksOfAnInstanceIsToldAtOnce() {
        running(id("d"));
        bean(Deployments.class).setConfigId(id("d"), id("config"));
        listed(Duration.ZERO, List.of(instance(true, true)));
        assertThat(heard.lines()).containsExactly(id("d") + " instance ACTIVATED " + id("i"));
    }

    @Test
    void aListThatIsSuspiciouslyShortSaysNothing() {
        running(id("d"));
        bean(Deployments.class).setInstance(id("d"), id("i"), START, START, true, START);
        for (int i = 0; i < 3; i++) {
            Instant at = START.plus(OLD).plusSeconds(100L * i);
            setTime(at);
            bean(Sightings.class).saveEpoch(new Epoch("validator:instances", validator, at, true, true, 0));
            comparison.compareAndTell(validator, QUIET);
        }
        assertThat(heard.lines()).isEmpty();
    }

    @Test
    void strangersSeenOnceAreRememberedAndLeftAlone() {
        look(START.plus(OLD), List.of(new SeenJob(id("home"), id("ghost"), "RUNNING", null, null, START.plus(OLD))));
        listed(Duration.ZERO, List.of(instance(true, true)));
        assertThat(bean(Findings.class).ofValidator(validator))
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder("ORPHAN_JOB", "REMOTE_ORPHAN");
        assertThat(heard.lines()).isEmpty();
        assertThat(deleted).isEmpty();
    }

    /** Of an empty inventory, or one that was restored, everything that runs looks like nobody's. */
    @Test
    void jobsThatTheInventoryNeverHeardOfAreNobodysToEndUntilAnOperatorSaysSo() {
        List<String> healthy =
                IntStream.range(0, 5).mapToObj(i -> id("healthy" + i)).toList();
        pass(Duration.ZERO, healthy);
        pass(Duration.ofSeconds(120), healthy);
        ReconcileReport report = pass(Duration.ofSeconds(240), healthy);

        assertThat(deleted).isEmpty();
        assertThat(report.heldBack()).isEqualTo(5);
        assertThat(bean(Findings.class).ofValidator(validator))
                .hasSize(5)
                .allMatch(finding -> finding.kind().equals("ORPHAN_JOB") && finding.heldBack());

        bean(Findings.class).approve("ORPHAN_JOB", healthy.getFirst(), START);
        pass(Duration.ofSeconds(300), healthy);
        assertThat(deleted).containsExactly("home " + healthy.getFirst());
    }

    @Test
    void aJobOfADeploymentThatIsOverIsDeletedAfterTwoLooksAndUntilItIsGone() {
        running(id("ghost"));
        bean(Reservations.class).release(id("ghost"), "POD_FAILED");
        pass(Duration.ZERO, List.of(id("ghost")));
        pass(Duration.ofSeconds(60), List.of(id("ghost")));
        assertThat(deleted).isEmpty();

        pass(Duration.ofSeconds(120), List.of(id("ghost")));
        pass(Duration.ofSeconds(180), List.of(id("ghost")));
        pass(Duration.ofSeconds(240), List.of());

        assertThat(deleted).containsExactly("home " + id("ghost"), "home " + id("ghost"));
        assertThat(bean(Findings.class).ofValidator(validator)).isEmpty();
    }

    /** Its pod may have claimed in the last moment, or the validator was away when it was told. */
    @Test
    void anInstanceOfADeploymentThatIsOverIsEndedAfterTwoLooksAndUntilItIsGone() {
        running(id("d"));
        bean(Deployments.class).setConfigId(id("d"), id("config"));
        bean(Reservations.class).release(id("d"), "POD_NEVER_STARTED");
        listed(Duration.ZERO, List.of(instance(false, false)));
        listed(Duration.ofSeconds(60), List.of(instance(true, false)));
        assertThat(deleted).isEmpty();

        listed(Duration.ofSeconds(120), List.of(instance(true, false)));
        listed(Duration.ofSeconds(180), List.of(instance(true, false)));
        listed(Duration.ofSeconds(240), List.of());

        assertThat(deleted).containsExactly(chute + " " + id("i"), chute + " " + id("i"));
        assertThat(bean(Findings.class).ofValidator(validator)).isEmpty();
    }

    /** An older inventory was restored, or another control plane works under the same hotkey. */
    @Test
    void instancesThatTheInventoryNeverHeardOfWaitForAnOperator() {
        for (int minute = 0; minute < 4; minute++) {
            listed(Duration.ofMinutes(minute), List.of(instance(true, true)));
        }
        assertThat(deleted).isEmpty();

        assertThat(bean(Findings.class).approve("REMOTE_ORPHAN", id("i"), START))
                .isEqualTo(1);
        listed(Duration.ofMinutes(4), List.of(instance(true, true)));
        assertThat(deleted).containsExactly(chute + " " + id("i"));
    }

    @Test
    void everyOpenRowIsGivenItsWorkflowAndEveryLateLaunchBegun() {
        running(id("d"));
        plan(id("late"), START.plus(OLD).minusSeconds(90));
        plan(id("fresh"), START.plus(OLD).minusSeconds(5));
        comparison.compareAndTell(validator, QUIET);
        assertThat(heard.running()).contains(id("d"), id("late")).doesNotContain(id("fresh"));
    }

    @Test
    void aChangedFleetWakesItsCoordinator() {
        comparison.compareAndTell(validator, QUIET);
        assertThat(wakes).isEmpty();
        comparison.compareAndTell(validator, new Sync(true, true, "a new chute"));
        assertThat(wakes).extracting(FleetWake::kind).containsExactly(FleetWake.Kind.DEMAND_CHANGED);
    }

    private ReconcileReport pass(Duration later, List<String> jobsSeen) {
        Instant at = START.plus(OLD).plus(later);
        setTime(at);
        look(
                at,
                jobsSeen.stream()
                        .map(job -> new SeenJob("home", job, "RUNNING", null, null, at))
                        .toList());
        return comparison.compareAndTell(validator, QUIET);
    }

    private void blindPass(Duration later) {
        Instant at = START.plus(OLD).plus(later);
        setTime(at);
        bean(Sightings.class).saveEpoch(new Epoch("cluster:home", validator, at, false, false, 0));
        comparison.compareAndTell(validator, QUIET);
    }

    private void look(Instant at, List<SeenJob> jobs) {
        List<SeenJob> here = jobs.stream()
                .map(job -> new SeenJob("home", job.deploymentId(), job.podState(), job.detail(), job.why(), at))
                .toList();
        bean(Sightings.class)
                .saveJobs(new Epoch("cluster:home", validator, at, true, false, here.size()), "home", here);
    }

    private void listed(Duration later, List<SeenInstance> instances) {
        Instant at = START.plus(OLD).plus(later);
        setTime(at);
        List<SeenInstance> now = instances.stream()
                .map(seen -> new SeenInstance(
                        seen.instanceId(),
                        validator,
                        seen.chuteId(),
                        seen.configId(),
                        seen.active(),
                        seen.verified(),
                        seen.multiplier(),
                        at))
                .toList();
        bean(Sightings.class)
                .saveInstances(new Epoch("validator:instances", validator, at, true, false, now.size()), now);
        comparison.compareAndTell(validator, QUIET);
    }

    private SeenInstance instance(boolean verified, boolean active) {
        return new SeenInstance(id("i"), validator, chute, id("config"), active, verified, null, START);
    }

    private void running(String deploymentId) {
        running(deploymentId, gpuIds.getFirst());
    }

    private void running(String deploymentId, String gpuId) {
        claimed(deploymentId, validator, "v1", gpuId);
    }

    private void plan(String name, Instant at) {
        bean(Plans.class)
                .store(
                        new StoredPlan(name, validator, at, new byte[0], new byte[0], "one launch"),
                        List.of(new PlannedLaunch(name, 0, name, chute, server, gpuIds, "{}", "OPEN", at)));
    }
}
