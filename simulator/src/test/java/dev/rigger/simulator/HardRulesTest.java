package dev.rigger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Effort;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Learned;
import dev.rigger.placement.FleetSnapshot.Needs;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.placement.FleetSnapshot.Stage;
import dev.rigger.placement.FleetSnapshot.Worth;
import dev.rigger.placement.Limits;
import dev.rigger.placement.Plan;
import dev.rigger.simulator.world.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HardRulesTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final HardRules rules = new HardRules();
    private int victimMinutes = 70;
    private int copiesOfVictim = 3;
    private Health health = Health.FRESH;
    private boolean trusted;
    private int target = 5;

    @Test
    void aSoundPlanBreaksNothing() {
        assertThat(broken(launch("new", "g0"))).isEmpty();
        assertThat(broken(evict("old"), launch("new", "g1", "old"))).isEmpty();
    }

    @Test
    void aGpuIsGivenOnce() {
        assertThat(broken(launch("new", "g0"), launch("new", "g0"))).anyMatch(rule -> rule.contains("given twice"));
    }

    @Test
    void aGpuWithAnOwnerIsNotTaken() {
        assertThat(broken(launch("new", "g1"))).anyMatch(rule -> rule.contains("has an owner"));
    }

    @Test
    void notMoreGpusThanTheChuteAsksFor() {
        assertThat(broken(launch("new", List.of("g0", "g2"), List.of()))).anyMatch(rule -> rule.contains("2 GPUs"));
    }

    @Test
    void theYoungAndTheLastAreNotEvicted() {
        victimMinutes = 62;
        assertThat(broken(evict("old"), launch("new", "g1", "old"))).containsExactly("old: evicted too young");
        victimMinutes = 63;
        assertThat(broken(evict("old"), launch("new", "g1", "old"))).isEmpty();
        copiesOfVictim = 1;
        assertThat(broken(evict("old"), launch("new", "g1", "old"))).containsExactly("old: the chute's last copy");
    }

    @Test
    void noEvictionWithoutItsLaunch() {
        assertThat(broken(evict("old"))).anyMatch(rule -> rule.contains("for no launch"));
    }

    @Test
    void onlyOnServersThatAreSeenAndEquallyTrusted() {
        health = Health.STALE;
        assertThat(broken(launch("new", "g0"))).containsExactly("new on s: the cluster is not seen");
        health = Health.FRESH;
        trusted = true;
        assertThat(broken(launch("new", "g0"))).containsExactly("new on s: trusted and not trusted");
    }

    @Test
    void notMoreCopiesThanTheValidatorWants() {
        target = 2;
        assertThat(broken(launch("new", "g0"))).anyMatch(rule -> rule.contains("more copies than the validator wants"));
    }

    private List<String> broken(Action... actions) {
        FleetSnapshot snapshot = snapshot();
        Plan plan = new Plan(NOW, "test", List.of(actions), List.of(), new Plan.Quality(0, 0, 0, false), List.of());
        return rules.violations(snapshot, plan);
    }

    private FleetSnapshot snapshot() {
        Server server = new Server(
                "s",
                "s",
                true,
                false,
                trusted,
                1,
                health,
                new Shares(8, 64, 1_000),
                null,
                List.of(gpu("g0", null), gpu("g1", "old"), gpu("g2", null)),
                List.of());
        Deployment old = new Deployment(
                "old",
                "other",
                "v1",
                "s",
                Stage.ACTIVE,
                false,
                true,
                false,
                0.1,
                10,
                NOW.minus(Duration.ofMinutes(victimMinutes + 10)),
                NOW.minus(Duration.ofMinutes(victimMinutes)));
        return new FleetSnapshot(
                NOW,
                Effort.DEFAULT,
                Profile.P26B.rules(),
                Limits.DEFAULTS,
                NOW,
                List.of(server),
                List.of(chute("new", new Demand(true, target, 2, 2, 0.9)), chute("other", others())),
                List.of(old),
                List.of(),
                List.of(),
                Learned.NOTHING);
    }

    private Demand others() {
        return new Demand(true, 5, copiesOfVictim, copiesOfVictim, 0.5);
    }

    private static Gpu gpu(String id, @Nullable String owner) {
        return new Gpu(id, "h200", true, owner);
    }

    private static Chute chute(String id, Demand demand) {
        return new Chute(
                id,
                id,
                "v1",
                List.of("h200"),
                1,
                false,
                false,
                false,
                true,
                Worth.steady(1),
                null,
                demand,
                Needs.DEFAULTS,
                null,
                List.of());
    }

    private static Action.Evict evict(String id) {
        return new Action.Evict("s", List.of(id), "new", 0, List.of());
    }

    private static Action.Launch launch(String chute, String gpu, String... victims) {
        return launch(chute, List.of(gpu), List.of(victims));
    }

    private static Action.Launch launch(String chute, List<String> gpus, List<String> victims) {
        return new Action.Launch(
                chute, "v1", "s", new ArrayList<>(gpus), Action.Motive.FURTHER_COPY, victims, 1, List.of());
    }
}
