package dev.rigger.activities.validator.sync;

import static dev.rigger.activities.validator.sync.PulledFleet.MINER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.activities.FleetOnPostgres;
import dev.rigger.activities.validator.ScriptedValidator;
import dev.rigger.inventory.Chute;
import dev.rigger.inventory.ChuteMetricsRecords;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Demands;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Epoch;
import dev.rigger.inventory.Findings;
import dev.rigger.inventory.ListedGpus;
import dev.rigger.inventory.ListedServers;
import dev.rigger.inventory.OpenJobs;
import dev.rigger.inventory.RollingUpdates;
import dev.rigger.inventory.SeenInstance;
import dev.rigger.inventory.Sightings;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.WorkflowIds;
import dev.rigger.workflows.reconcile.Sync;
import io.micronaut.context.BeanContext;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ValidatorSyncTest extends FleetOnPostgres {
    private static final String STRANGER = "5StrangersHotkey";

    private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
    private ScriptedValidator platform;
    private ListedWorld world;
    private PulledFleet fleet;
    private String hotkey;

    @BeforeEach
    void start() {
        hotkey = id("5Platform");
        platform = new ScriptedValidator();
        world = new ListedWorld(platform).chute(id("c"), "v1");
        fleet = new PulledFleet(hotkey, platform.uri(), bean(BeanContext.class), temporal.getWorkflowClient(), clock);
    }

    @AfterEach
    void stop() {
        fleet.close();
        platform.close();
    }

    private Sync pull(int second) {
        setTime(START.plusSeconds(second));
        world.publish();
        return fleet.pull();
    }

    private List<String> seen() {
        return bean(Sightings.class).instances(hotkey).stream()
                .map(SeenInstance::instanceId)
                .toList();
    }

    private boolean begun(String workflowId) {
        try {
            temporal.getWorkflowClient().newUntypedWorkflowStub(workflowId).describe();
            return true;
        } catch (WorkflowNotFoundException | io.grpc.StatusRuntimeException notBegun) {
            return false;
        }
    }

    @Test
    void aListThatLostMostIsBelievedAfterThreeLooksOverFiveMinutesAndNotBefore() {
        for (int i = 0; i < 500; i++) {
            world.instance("i-" + i, MINER.ss58());
        }
        assertThat(pull(0).changed()).isTrue();
        assertThat(seen()).hasSize(500);
        world.instances.keySet().removeIf(name -> name.length() > "i-49".length() || name.compareTo("i-50") >= 0);
        int left = world.instances.size();

        pull(60);
        assertThat(seen()).hasSize(500);
        assertThat(bean(Sightings.class).latest(Epoch.INSTANCES, hotkey))
                .hasValueSatisfying(epoch -> assertThat(epoch.suspect()).isTrue());
        pull(120);
        pull(359);
        assertThat(seen()).as("three looks, but not yet five minutes").hasSize(500);
        pull(361);
        assertThat(seen()).hasSize(left);
        assertThat(bean(Sightings.class).latest(Epoch.INSTANCES, hotkey))
                .hasValueSatisfying(epoch -> assertThat(epoch.suspect()).isFalse());
    }

    @Test
    void looksThatDoNotAgreeAreNotAddedUp() {
        for (int i = 0; i < 100; i++) {
            world.instance("i-" + i, MINER.ss58());
        }
        pull(0);
        for (int look = 1; look <= 6; look++) {
            int kept = look % 2 == 0 ? 10 : 40;
            world.instances.clear();
            for (int i = 0; i < kept; i++) {
                world.instance("i-" + i, MINER.ss58());
            }
            pull(60 * look);
            assertThat(seen()).hasSize(100);
        }
    }

    @Test
    void aFleetOfOneIsNotGoneBecauseTheListOnceSaysThatThereIsNone() {
        world.instance("i-1", MINER.ss58());
        pull(0);
        world.instances.clear();
        pull(60);
        assertThat(seen()).containsExactly("i-1");
        world.instance("i-1", MINER.ss58());
        pull(120);
        world.instances.clear();
        pull(180);
        pull(240);
        assertThat(seen()).as("the doubt began anew").containsExactly("i-1");
    }

    /** What came up since the last whole list stands in our own rows alone. */
    @Test
    void aListThatLacksWhatOurRowsSayIsNotBelieved() {
        pull(0);
        serving(id("d"), "i-1");
        int later = (int) Periods.DEFAULTS.newRowGrace().plusSeconds(60).toSeconds();

        pull(later);
        assertThat(bean(Sightings.class).latest(Epoch.INSTANCES, hotkey))
                .hasValueSatisfying(epoch -> assertThat(epoch.suspect()).isTrue());

        world.instance("i-1", MINER.ss58());
        pull(later + 60);
        assertThat(bean(Sightings.class).latest(Epoch.INSTANCES, hotkey))
                .hasValueSatisfying(epoch -> assertThat(epoch.suspect()).isFalse());
        assertThat(seen()).containsExactly("i-1");
    }

    private void serving(String deploymentId, String instanceId) {
        claimed(deploymentId, hotkey, "v1", gpuIds.getFirst());
        bean(Deployments.class).setInstance(deploymentId, instanceId, START, START, true, START);
    }

    @Test
    void aListWithAnotherMinersInstancesIsNotBelieved() {
        world.instance("i-1", MINER.ss58());
        pull(0);
        world.instances.clear();
        world.instance("i-2", STRANGER);

        pull(60);

        assertThat(seen()).containsExactly("i-1");
        assertThat(bean(Sightings.class).latest(Epoch.INSTANCES, hotkey))
                .hasValueSatisfying(epoch -> assertThat(epoch.complete()).isFalse());
    }

    @Test
    void anInstanceThatIsActiveInEverybodysListIsNotGone() {
        world.instance("i-1", MINER.ss58()).instance("i-2", MINER.ss58());
        world.active("i-1", MINER.ss58()).active("i-2", MINER.ss58());
        pull(0);
        world.instances.remove("i-2");
        for (int look = 1; look < 6; look++) {
            pull(60 * look);
        }
        assertThat(seen()).containsExactly("i-1", "i-2");
        world.active.remove("i-2");
        pull(600);
        assertThat(seen()).containsExactly("i-1");
    }

    @Test
    void anotherVersionCountsWhenTheValidatorConfirmsIt() {
        pull(0);
        String old = world.chutes.get(id("c"));
        platform.answer("/miner/chutes/" + id("c") + "/v1", 404, "");
        world.chute(id("c"), "v2");

        assertThat(pull(60).changed()).isTrue();
        assertThat(bean(Chutes.class).byId(id("c")).orElseThrow().version()).isEqualTo("v2");
        world.chutes.put(id("c"), old);

        assertThat(pull(120).changed()).isFalse();
        assertThat(bean(Chutes.class).byId(id("c")).orElseThrow().version())
                .as("an old list brings no old version back")
                .isEqualTo("v2");
    }

    @Test
    void aRebuiltImageChangesItsChutesAndABanStays() {
        pull(0);
        Chute before = bean(Chutes.class).byId(id("c")).orElseThrow();
        bean(Chutes.class)
                .write(new Chute(
                        before.chuteId(),
                        before.validator(),
                        before.name(),
                        before.image(),
                        before.code(),
                        before.filename(),
                        before.refStr(),
                        before.version(),
                        before.supportedGpus(),
                        before.gpuCount(),
                        before.createdAt(),
                        before.updatedAt(),
                        "not wanted here",
                        before.chutesVersion(),
                        before.preemptible(),
                        before.tee(),
                        before.jobOnly(),
                        before.open(),
                        before.jobPorts(),
                        before.deleted()));
        world.images.add(
                "{\"image_id\":\"img\",\"username\":\"U\",\"name\":\"i\",\"tag\":\"1\",\"patch_version\":\"3f2a\","
                        + "\"chutes_version\":\"0.6.11\"}");

        assertThat(pull(60).changed()).isTrue();

        Chute after = bean(Chutes.class).byId(id("c")).orElseThrow();
        assertThat(after.image()).isEqualTo("u/i:1-3f2a");
        assertThat(after.chutesVersion()).isEqualTo("0.6.11");
        assertThat(after.banReason()).isEqualTo("not wanted here");
        assertThat(pull(120).changed()).isFalse();
    }

    @Test
    void aChuteThatIsGoneIsToldToItsOwnerByTheSecondPass() {
        world.chute(id("other"), "v1");
        pull(0);
        world.withoutChute(id("other"), "v1");
        pull(60);
        assertThat(begun(WorkflowIds.chute(hotkey, id("other")))).isFalse();

        pull(120);

        assertThat(begun(WorkflowIds.chute(hotkey, id("other")))).isTrue();
        assertThat(begun(WorkflowIds.chute(hotkey, id("c")))).isFalse();
    }

    @Test
    void aChuteThatIsOnlyMissingFromTheListOrChangesItsVersionIsSpared() {
        world.chute(id("lost"), "v1")
                .chute(id("rolling"), "v1")
                .chute(id("d"), "v1")
                .chute(id("e"), "v1");
        pull(0);
        world.chutes.remove(id("lost"));
        world.withoutChute(id("rolling"), "v1");
        world.rollingUpdates.add(
                "{\"chute_id\":\"" + id("rolling") + "\",\"old_version\":\"v1\",\"new_version\":\"v2\"}");

        pull(60);
        pull(120);
        pull(180);

        assertThat(begun(WorkflowIds.chute(hotkey, id("lost")))).isFalse();
        assertThat(begun(WorkflowIds.chute(hotkey, id("rolling")))).isFalse();
        assertThat(bean(Findings.class).ofValidator(hotkey + "/chutes")).isEmpty();
        assertThat(bean(RollingUpdates.class).ofValidator(hotkey))
                .satisfiesExactly(update -> assertThat(update.newVersion()).isEqualTo("v2"));
    }

    @Test
    void howManyCopiesAreWantedAndHowManyOthersHaveIsKeptAndContradictionsAreNot() {
        world.instance("mine", MINER.ss58()).active("mine", MINER.ss58()).active("theirs", STRANGER);
        world.chute("c", "v1");
        world.utilisation.put("c", counts(true, 4, 2, 5));
        pull(0);
        assertThat(bean(Demands.class).of("c")).hasValueSatisfying(demand -> {
            assertThat(demand.target()).isEqualTo(4);
            assertThat(demand.othersActive()).isEqualTo(1);
            assertThat(demand.othersLive()).isEqualTo(4);
            assertThat(demand.utilisation()).isEqualTo(0.25);
        });
        assertThat(bean(Sightings.class).instances(hotkey))
                .singleElement()
                .satisfies(seen -> assertThat(seen.multiplier()).isEqualTo(1.5));

        world.utilisation.put("c", counts(true, 2, 2, 5));
        assertThat(pull(60).changed()).isTrue();
        assertThat(bean(Demands.class).of("c").orElseThrow().target())
                .as("full, and yet it may grow")
                .isNull();
        world.withoutChute("c", "v1");
    }

    private static String counts(boolean scalable, int target, int active, int live) {
        return """
                {"chute_id":"c","scalable":%s,"target_count":%d,"active_instance_count":%d,"total_instance_count":%d,\
                "utilization_current":0.25}""".formatted(scalable, target, active, live);
    }

    @Test
    void whoMayUseAChuteAndWhichPortsItsJobsOpenIsKept() {
        world.chutes.put("private", """
                {"chute_id":"private","version":"v1","name":"p","image":"u/i:1","ref_str":"a:b","public":false,\
                "supported_gpus":["h200"],"node_selector":{"gpu_count":1},"cords":[],"preemptible":false,\
                "jobs":[{"name":"train","ports":[{"name":"data","port":5000,"proto":"tcp"},\
                {"name":"web","port":5001,"proto":"HTTP"},{"port":5002,"proto":"sctp"}]},{"name":"eval"}]}""");
        pull(0);
        assertThat(bean(Chutes.class).byId("private")).hasValueSatisfying(chute -> {
            assertThat(chute.open()).isFalse();
            assertThat(chute.jobOnly()).isTrue();
            assertThat(chute.jobPorts()).isEqualTo(Map.of("train", "tcp:5000,http:5001", "eval", ""));
        });
        assertThat(bean(Chutes.class).byId(id("c")).orElseThrow().open())
                .as("where nobody says")
                .isTrue();
    }

    @Test
    void aBountyThatNoEventToldOfIsFollowedAndWakesTheFleet() {
        pull(0);
        world.bounties.add("{\"chute_id\":\"" + id("c") + "\",\"bounty_amount\":700,\"time_remaining\":3600}");

        assertThat(pull(60).changed()).isTrue();

        assertThat(bean(Demands.class).of(id("c"))).hasValueSatisfying(demand -> {
            assertThat(demand.bountyAmount()).isEqualTo(700);
            assertThat(demand.bountyUntil()).isEqualTo(START.plusSeconds(3660));
        });
        assertThat(begun(WorkflowIds.bounty(hotkey, id("c")))).isTrue();
        assertThat(pull(120).changed()).isFalse();
        world.bounties.clear();
        pull(180);
        assertThat(bean(Demands.class).of(id("c")).orElseThrow().bountyUntil()).isNull();
    }

    @Test
    void jobsMetricsServersAndGpusAreRecordedAndAnEmptyListOfJobsSaysNothing() {
        world.jobs.add("{\"job_id\":\"j-1\",\"chute_id\":\"c\",\"node_selector\":{\"gpu_count\":2},"
                + "\"job_args\":{\"_disk_gb\":20},\"miner_history\":[\"" + MINER.ss58() + "\"]}");
        world.jobs.add("{\"job_id\":\"j-2\",\"chute_id\":\"c\"}");
        world.metrics.add("{\"chute_id\":\"c\",\"utilization\":0.5,\"total_invocations\":7}");
        world.nodes.add("{\"uuid\":\"g-1\",\"server_id\":\"srv\",\"seed\":4611686018427387904,"
                + "\"verified_at\":\"2026-03-01T09:00:00\"}");
        pull(0);
        assertThat(bean(OpenJobs.class).ofValidator(hotkey))
                .satisfiesExactly(
                        job -> {
                            assertThat(job.tried()).isTrue();
                            assertThat(job.gpuCount()).isEqualTo(2);
                            assertThat(job.diskGb()).isEqualTo(20);
                        },
                        job -> assertThat(job.jobId()).isEqualTo("j-2"));
        assertThat(bean(ChuteMetricsRecords.class).ofValidator(hotkey))
                .satisfiesExactly(metrics -> assertThat(metrics.invocations()).isEqualTo(7));
        assertThat(bean(ListedServers.class).ofValidator(hotkey))
                .satisfiesExactly(server -> assertThat(server.version()).isEqualTo("1.4.0"));
        assertThat(bean(ListedGpus.class).ofValidator(hotkey)).satisfiesExactly(gpu -> {
            assertThat(gpu.verifiedAt()).isNotNull();
            assertThat(gpu.seed()).isEqualTo(4_611_686_018_427_387_904L);
        });
        world.jobs.clear();
        pull(60);
        assertThat(bean(OpenJobs.class).ofValidator(hotkey)).hasSize(2);
        world.jobs.add("{\"job_id\":\"j-2\",\"chute_id\":\"c\"}");
        pull(120);
        assertThat(bean(OpenJobs.class).ofValidator(hotkey))
                .satisfiesExactly(job -> assertThat(job.firstSeen()).isEqualTo(START));
    }

    @Test
    void whatTheyCannotSayInAListIsNoChange() {
        pull(0);
        for (String path : List.of("/miner/chutes/", "/miner/instances/", "/chutes/utilization", "/bounties/")) {
            world.publish();
            platform.answer(path, 200, "<html>502</html>");
            setTime(START.plusSeconds(60));
            Sync sync = fleet.pull();
            assertThat(sync.complete()).as(path).isFalse();
            assertThat(sync.changed()).as(path).isFalse();
        }
        assertThat(bean(Chutes.class).ofValidator(hotkey)).hasSize(1);
    }

    @Test
    void aListThatDoesNotComeKeepsNoOtherFromComing() {
        world.chute(id("new"), "v1");
        world.publish();
        platform.on("/miner/metrics/", exchange -> {
            throw new IOException("closed without an answer");
        });

        assertThat(fleet.pull().changed()).isTrue();
        assertThat(bean(Chutes.class).byId(id("new"))).isPresent();
    }
}
