package dev.rigger.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.hotkey.secrets.SecretUnreadable;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepositoriesTest extends OnPostgres {
    private static final Instant NOW = Sample.NOW;
    private int number;

    @BeforeEach
    void count() {
        number++;
    }

    @Test
    void aServerReadsAsItWasWritten() {
        Servers servers = bean(Servers.class);
        Server server = Sample.server(id("s"));
        servers.save(server);
        assertThat(servers.byId(id("s"))).contains(server);
        assertThat(servers.byIdOrName(server.name())).contains(server);
        assertThat(servers.byIdOrName(server.serverId())).contains(server);
        assertThat(servers.byName("nobody")).isEmpty();
        assertThat(servers.ofValidator(Sample.VALIDATOR)).contains(server);
    }

    @Test
    void aKubeconfigStoredInClearIsEncryptedWhenItIsOpened() throws SQLException {
        Servers servers = bean(Servers.class);
        SecretKeys keys = SecretKeys.derivedFrom("11".repeat(32));
        SealedKubeconfigs kubeconfigs = new SealedKubeconfigs(servers, bean(Kubeconfigs.class), keys);
        String clear = "{\"kind\": \"Config\", \"users\": []}";
        Server server = Sample.server(id("s"));
        servers.save(server);
        sql("UPDATE servers SET kubeconfig = '" + clear + "' WHERE server_id = '" + id("s") + "'");

        String opened = kubeconfigs.open(server.name(), clear);

        String atRest = String.valueOf(servers.byId(id("s")).orElseThrow().kubeconfig());
        assertThat(opened).isEqualTo(clear);
        assertThat(atRest).doesNotContain("Config", ":");
        assertThat(kubeconfigs.open(server.name(), atRest)).isEqualTo(clear);
        assertThatThrownBy(() -> kubeconfigs.open("another", atRest)).isInstanceOf(SecretUnreadable.class);
        assertThat(servers.byId(id("s")).orElseThrow().toString()).doesNotContain(atRest);
    }

    @Test
    void savingAServerAgainKeepsItsLockAndItsGeneration() {
        Servers servers = bean(Servers.class);
        servers.save(Sample.server(id("s")));
        servers.setLocked(id("s"), true);

        servers.save(Sample.server(id("s")));

        Server kept = servers.byId(id("s")).orElseThrow();
        assertThat(kept.locked()).isTrue();
        assertThat(kept.generation()).isEqualTo(1);
    }

    @Test
    void aGpuReadsAsItWasWritten() {
        bean(Servers.class).save(Sample.server(id("s")));
        Gpu gpu = new Gpu(
                id("g"),
                Sample.VALIDATOR,
                id("s"),
                null,
                Map.of("a", List.of("x", 1), "b", Map.of("c", true)),
                "l40s",
                false);
        Gpus gpus = bean(Gpus.class);
        gpus.save(gpu);
        assertThat(gpus.ofServer(id("s"))).containsExactly(gpu);
        assertThat(gpus.all()).contains(gpu);

        gpus.markVerified(id("s"));
        assertThat(gpus.ofServer(id("s")).getFirst().verified()).isTrue();
    }

    @Test
    void savingAChuteTellsWhetherItDiffers() {
        Chutes chutes = bean(Chutes.class);
        Chute chute = Sample.chute(id("c"));
        assertThat(chutes.save(chute)).isTrue();
        assertThat(chutes.byId(id("c"))).contains(chute);
        assertThat(chutes.save(chute)).isFalse();

        chutes.markDeleted(id("c"));
        assertThat(chutes.save(chute)).isTrue();
        assertThat(chutes.byId(id("c")).orElseThrow().deleted()).isFalse();
        assertThat(chutes.ofValidator(Sample.VALIDATOR)).contains(chute);
    }

    @Test
    void whatIsKnownOfAnInstanceNeverMovesBack() {
        reserve();
        Deployments deployments = bean(Deployments.class);
        deployments.setConfigId(id("d"), id("config"));
        deployments.setEndpoint(id("d"), "10.0.0.1", 31_000);
        deployments.setPhase(id("d"), "ACTIVE", null);
        deployments.setInstance(id("d"), id("i"), NOW, null, null, NOW);
        deployments.setInstance(id("d"), "another", NOW.plusSeconds(5), NOW.plusSeconds(7), true, NOW);
        deployments.setInstance(id("d"), null, null, null, null, NOW);

        Deployment deployment = deployments.byInstanceId(id("i")).orElseThrow();
        assertThat(deployment.verifiedAt()).isEqualTo(NOW);
        assertThat(deployment.activatedAt()).isEqualTo(NOW.plusSeconds(7));
        assertThat(deployment.active()).isTrue();
        assertThat(deployment.stub()).isFalse();
        assertThat(deployment.host()).isEqualTo("10.0.0.1");
        assertThat(deployment.port()).isEqualTo(31_000);
        assertThat(deployment.phase()).isEqualTo("ACTIVE");
        assertThat(deployments.byConfigId(id("config"))).contains(deployment);
        assertThat(deployments.ofChute(id("c"))).containsExactly(deployment);
        assertThat(deployments.ofServer(id("s"))).containsExactly(deployment);
        assertThat(deployments.all()).contains(deployment);
        assertThat(deployments.ofValidator(Sample.VALIDATOR)).contains(deployment);
    }

    @Test
    void aLaunchTokenIsKeptWithItsBytesUntilItIsTooOldToBeUsed() {
        LaunchTokens tokens = bean(LaunchTokens.class);
        Duration life = Duration.ofHours(2);
        LaunchTokenRecord first = new LaunchTokenRecord(id("d"), "first", new byte[] {-1, 0, 7}, NOW, null);
        LaunchTokenRecord late =
                new LaunchTokenRecord(id("d"), "late", new byte[] {0}, NOW, NOW.plus(Duration.ofHours(3)));

        assertThat(tokens.keep(first, life, NOW.plusSeconds(60)).configId()).isEqualTo("first");
        assertThat(tokens.keep(late, life, NOW.plusSeconds(60)).configId()).isEqualTo("first");
        assertThat(tokens.of(id("d")).orElseThrow().tokenEncrypted()).containsExactly(-1, 0, 7);

        assertThat(tokens.keep(late, life, NOW.plus(life)).configId()).isEqualTo("late");
        assertThat(tokens.of(id("d")).orElseThrow().expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(3)));
        assertThat(tokens.keep(first, life, NOW.plus(life)).configId()).isEqualTo("late");
    }

    @Test
    void aDemandDiffersByAnythingButItsTime() {
        Demands demands = bean(Demands.class);
        Demand demand = new Demand(id("c"), Sample.VALIDATOR, 2.5, true, 0, 1, null, null, 3, 3, 0.5, NOW);
        assertThat(demands.save(demand)).isTrue();
        Demand later =
                new Demand(id("c"), Sample.VALIDATOR, 2.5, true, 0, 1, null, null, 3, 3, 0.5, NOW.plusSeconds(9));
        assertThat(demands.save(later)).isFalse();
        assertThat(demands.of(id("c"))).contains(later);
    }

    @Test
    void aBountyTouchesNothingElseAndNeedsNoRowBefore() {
        Demands demands = bean(Demands.class);
        demands.save(new Demand(id("c"), Sample.VALIDATOR, 2.5, false, 0, 1, null, null, 3, 3, 0.5, NOW));
        demands.setBounty(Sample.VALIDATOR, id("c"), 100, 1.5, NOW);
        assertThat(demands.of(id("c")))
                .contains(new Demand(id("c"), Sample.VALIDATOR, 2.5, false, 100, 1.5, NOW, null, 3, 3, 0.5, NOW));

        demands.setBounty(Sample.VALIDATOR, id("unseen"), 7, 1.1, null);
        Demand unseen = demands.of(id("unseen")).orElseThrow();
        assertThat(unseen.effectiveMultiplier()).isEqualTo(1);
        assertThat(unseen.bountyAmount()).isEqualTo(7);
        assertThat(demands.ofValidator(Sample.VALIDATOR)).contains(unseen);
    }

    @Test
    void aBackOffIsProlongedButNeverShortened() {
        Backoffs backoffs = bean(Backoffs.class);
        backoffs.until(id("c"), "CAPACITY_LOCKED", NOW.plusSeconds(120));
        backoffs.until(id("c"), "POD_FAILED", NOW.plusSeconds(30));
        assertThat(backoffs.active(NOW))
                .contains(new Backoff(id("c"), Backoff.EVERYWHERE, "CAPACITY_LOCKED", NOW.plusSeconds(120)));
        backoffs.until(id("c"), "FORBIDDEN", NOW.plusSeconds(3600));
        assertThat(backoffs.active(NOW.plusSeconds(121)))
                .extracting(Backoff::reason)
                .contains("FORBIDDEN");
        assertThat(backoffs.active(NOW.plusSeconds(3600)))
                .extracting(Backoff::subject)
                .doesNotContain(id("c"));
    }

    @Test
    void anEventIsKeptOnceAndHandedOverInOrder() {
        Inbox inbox = bean(Inbox.class);
        InboxEvent second = event("second", NOW.plusSeconds(1));
        assertThat(inbox.put(second)).isTrue();
        assertThat(inbox.put(second)).isFalse();
        inbox.put(event("first", NOW));
        inbox.put(event("odd", NOW));
        inbox.parked(id("odd"), "unknown reason");
        inbox.attempted(id("first"));

        assertThat(inbox.undelivered(NOW.plusSeconds(60), 10))
                .extracting(InboxEvent::eventKey, InboxEvent::attempts)
                .containsExactly(tuple(id("first"), 1), tuple(id("second"), 0));
        assertThat(inbox.undelivered(NOW.plusSeconds(60), 1)).hasSize(1);
        assertThat(inbox.countUndelivered()).isEqualTo(2);

        inbox.delivered(id("first"), NOW.plusSeconds(2));
        inbox.delivered(id("second"), NOW.plusSeconds(3));
        assertThat(inbox.countUndelivered()).isZero();
        assertThat(inbox.deleteDeliveredBefore(NOW.plusSeconds(3))).isEqualTo(1);
        assertThat(inbox.put(event("first", NOW)))
                .as("forgotten, so it is new again")
                .isTrue();
        inbox.delivered(id("first"), NOW.plusSeconds(4));
    }

    @Test
    void aPlanStoredTwiceStaysAsItWas() {
        Plans plans = bean(Plans.class);
        StoredPlan plan = new StoredPlan(id("p"), Sample.VALIDATOR, NOW, new byte[] {1}, new byte[] {2}, "one launch");
        PlannedLaunch launch =
                new PlannedLaunch(id("p"), 0, id("d"), "c", "s", List.of("g1", "g2"), "{\"a\": 1}", "OPEN", NOW);
        plans.store(plan, List.of(launch));
        plans.store(new StoredPlan(id("p"), Sample.VALIDATOR, NOW, new byte[0], new byte[0], "other"), List.of());

        assertThat(plans.byId(id("p")).orElseThrow().summary()).isEqualTo("one launch");
        assertThat(plans.byId(id("p")).orElseThrow().plan()).containsExactly(2);
        assertThat(plans.launchesOf(id("p"))).containsExactly(launch);
        assertThat(plans.launchOf(id("d"))).contains(launch);
        plans.giveUp(NOW.minusSeconds(1));
        assertThat(plans.open()).contains(launch);
        plans.giveUp(NOW);
        assertThat(plans.open()).doesNotContain(launch);
    }

    @Test
    void aPlanAndItsLaunchesAreStoredTogetherOrNotAtAll() {
        Plans plans = bean(Plans.class);
        PlannedLaunch launch = new PlannedLaunch(id("p"), 0, id("d"), "c", "s", List.of("g"), "{}", "OPEN", NOW);
        StoredPlan plan = new StoredPlan(id("p"), Sample.VALIDATOR, NOW, new byte[0], new byte[0], "broken");
        assertThatThrownBy(() -> plans.store(plan, List.of(launch, launch))).isInstanceOf(RuntimeException.class);
        assertThat(plans.byId(id("p"))).isEmpty();
    }

    @Test
    void aLineOfProgressIsKeptOnce() {
        Progress progress = bean(Progress.class);
        progress.append(new StoredProgress(id("p"), 0, "begun", "OPEN", NOW));
        progress.append(new StoredProgress(id("p"), 1, "done", "SUCCEEDED", NOW));
        progress.append(new StoredProgress(id("p"), 0, "begun, again", "OPEN", NOW));
        assertThat(progress.of(id("p"), 0)).extracting(StoredProgress::message).containsExactly("begun", "done");
        assertThat(progress.of(id("p"), 1)).hasSize(1);
    }

    @Test
    void cleanupReportsComeNewestFirst() {
        CacheReports reports = bean(CacheReports.class);
        reports.save(new StoredCacheReport(id("old"), "s", 1, 2, 3, "CLEANED", "", NOW));
        StoredCacheReport recent = new StoredCacheReport(
                id("new"), "s", 1L << 40, 2, 3, "CLEANED", "", NOW.plus(Duration.ofDays(900 + number)));
        reports.save(recent);
        reports.save(recent);
        assertThat(reports.latest(1)).containsExactly(recent);
    }

    @Test
    void aProofKeepsItsSecretAndGetsItsVerdict() {
        Proofs proofs = bean(Proofs.class);
        proofs.store(new StoredProof(id("p"), "s", new byte[] {9}, "{}", NOW, null, null, null));
        proofs.store(new StoredProof(id("p"), "s", new byte[] {8}, "{}", NOW, null, null, null));
        proofs.verdict(id("p"), true, "PROVEN", "all 8");
        StoredProof proof = proofs.byId(id("p")).orElseThrow();
        assertThat(proof.secretEncrypted()).containsExactly(9);
        assertThat(proof.accepted()).isTrue();
        assertThat(proof.code()).isEqualTo("PROVEN");
    }

    @Test
    void aFindingCountsItsLooks() {
        Findings findings = bean(Findings.class);
        String validator = id("v");
        findings.seen("GONE", id("a"), validator, NOW);
        Finding twice = findings.seen("GONE", id("a"), validator, NOW.plusSeconds(90));
        Finding sameLook = findings.seen("GONE", id("a"), validator, NOW.plusSeconds(90));
        assertThat(twice.looks()).isEqualTo(2);
        assertThat(sameLook).isEqualTo(twice);
        assertThat(twice.firstSeen()).isEqualTo(NOW);

        findings.heldBack("GONE", id("a"));
        assertThat(findings.ofValidator(validator).getFirst().heldBack()).isTrue();
        findings.acted("GONE", id("a"), NOW);
        assertThat(findings.ofValidator(validator).getFirst().actedAt()).isEqualTo(NOW);
        assertThat(findings.ofValidator(validator).getFirst().heldBack()).isFalse();

        findings.forgetOlderThan(validator, NOW.plusSeconds(90));
        assertThat(findings.ofValidator(validator)).hasSize(1);
        findings.forgetOlderThan(validator, NOW.plusSeconds(91));
        assertThat(findings.ofValidator(validator)).isEmpty();
    }

    @Test
    void aLookReplacesTheOneBeforeTogetherWithItsEpoch() {
        Sightings sightings = bean(Sightings.class);
        String cluster = id("cluster");
        Epoch first = new Epoch("cluster:" + cluster, Sample.VALIDATOR, NOW, true, false, 2);
        sightings.saveJobs(
                first,
                cluster,
                List.of(
                        new SeenJob(cluster, "a", "RUNNING", null, null, NOW),
                        new SeenJob(cluster, "b", "FAILED", "exit code 1", null, NOW)));
        SeenJob left = new SeenJob(cluster, "a", "RUNNING", null, null, NOW.plusSeconds(60));
        Epoch second = new Epoch("cluster:" + cluster, Sample.VALIDATOR, NOW.plusSeconds(60), true, false, 1);
        sightings.saveJobs(second, cluster, List.of(left));
        assertThat(sightings.jobs(cluster)).containsExactly(left);
        assertThat(sightings.latest("cluster:" + cluster)).contains(second);

        SeenInstance instance = new SeenInstance(id("i"), id("v"), "c", "config", true, false, 1.5, NOW);
        Epoch list = new Epoch("validator:instances", id("v"), NOW, true, false, 1);
        sightings.saveInstances(list, List.of(instance));
        assertThat(sightings.instances(id("v"))).containsExactly(instance);
        sightings.saveInstances(list, List.of());
        assertThat(sightings.instances(id("v"))).isEmpty();
        assertThat(sightings.latest("validator:instances", id("v"))).contains(list);
    }

    @Test
    void oneHoldsALeaseUntilItRunsOutOrIsLetGo() throws SQLException {
        Leases leases = bean(Leases.class);
        assertThat(leases.hold(id("l"), "a", Duration.ofMinutes(1))).isTrue();
        assertThat(leases.hold(id("l"), "a", Duration.ofMinutes(1))).isTrue();
        assertThat(leases.hold(id("l"), "b", Duration.ofMinutes(1))).isFalse();
        leases.letGo(id("l"), "b");
        assertThat(leases.hold(id("l"), "b", Duration.ofMinutes(1))).isFalse();
        leases.letGo(id("l"), "a");
        assertThat(leases.hold(id("l"), "b", Duration.ofMinutes(1))).isTrue();
        sql("UPDATE leases SET until = now() - interval '1 s'");
        assertThat(leases.hold(id("l"), "a", Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void aNonceIsFirstUsedOnceInItsWindow() throws SQLException {
        UsedNonces nonces = bean(UsedNonces.class);
        assertThat(nonces.firstUse(id("n"), Duration.ofMinutes(1))).isTrue();
        assertThat(nonces.firstUse(id("n"), Duration.ofMinutes(1))).isFalse();
        sql("UPDATE used_nonces SET until = now() - interval '1 s'");
        assertThat(nonces.firstUse(id("other"), Duration.ofMinutes(1))).isTrue();
        assertThat(ask("SELECT count(*) FROM used_nonces")).isEqualTo("1");
        assertThat(nonces.firstUse(id("n"), Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void aKubeconfigIsReplacedAndForgotten() {
        Kubeconfigs kubeconfigs = bean(Kubeconfigs.class);
        kubeconfigs.save(id("s"), "one");
        kubeconfigs.save(id("s"), "two");
        assertThat(kubeconfigs.of(id("s"))).contains("two");
        kubeconfigs.forget(id("s"));
        kubeconfigs.forget(id("s"));
        assertThat(kubeconfigs.of(id("s"))).isEmpty();
    }

    @Test
    void aBountysOutcomeIsKeptOnce() throws SQLException {
        BountyOutcomes outcomes = bean(BountyOutcomes.class);
        for (int i = 0; i < 2; i++) {
            outcomes.save(id("event"), "v", "c", 100, 1.5, "EXPIRED", null, "nobody tried", NOW);
        }
        assertThat(ask("SELECT count(*) FROM bounty_outcomes")).isEqualTo("1");
    }

    private void reserve() {
        bean(Servers.class).save(Sample.server(id("s")));
        bean(Chutes.class).save(Sample.chute(id("c")));
        bean(Gpus.class).save(Sample.gpu(id("g"), id("s")));
        Reservations.Result result =
                bean(Reservations.class).reserve(Sample.deployment(id("d"), id("c"), id("s")), List.of(id("g")));
        assertThat(result).isEqualTo(Reservations.Result.RESERVED);
    }

    private InboxEvent event(String name, Instant at) {
        return new InboxEvent(id(name), Sample.VALIDATOR, "bounty_change", "c", "{}", at, null, 0, null);
    }

    private String id(String name) {
        return name + "-" + number;
    }
}
