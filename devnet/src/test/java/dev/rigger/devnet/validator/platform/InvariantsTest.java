package dev.rigger.devnet.validator.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.validator.platform.Incident.Kind;
import dev.rigger.devnet.validator.platform.rules.ProtocolProfile;
import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import dev.rigger.devnet.validator.platform.rules.RuleBook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each invariant is broken on purpose, and is found. */
class InvariantsTest {
    private static final ProtocolRules RULES = RuleBook.standard().of(ProtocolProfile.P26B);

    private Instant now = Instant.parse("2026-06-01T10:00:00Z");
    private final Invariants invariants = new Invariants(() -> now);
    private final PlatformState state = PlatformState.empty();

    private Instance instance(String id, String config, String gpu, int port) {
        return new Instance(
                id,
                "chute",
                "version",
                "0.6.10",
                "5Miner",
                config,
                null,
                null,
                "127.0.0.1",
                List.of(new PortMapping("tcp", 8000, port, true)),
                List.of(gpu),
                "NVIDIA H200",
                2.75,
                false,
                false,
                1,
                1,
                0,
                now,
                now,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private Instance active(Instance instance) {
        Instance active = instance.changed(now, draft -> {
            draft.active = true;
            draft.verifiedAt = now;
            draft.activatedAt = now;
        });
        state.instances().put(active.instanceId(), active);
        return active;
    }

    private ChuteDefinition chute(boolean open) {
        return new ChuteDefinition(
                "chute",
                "acme",
                "one",
                "image",
                "acme/one:1",
                1,
                24,
                List.of("h200"),
                "version",
                1,
                "0.6.10",
                "one:chute",
                "one.py",
                "",
                List.of("run"),
                List.of(),
                "gpu",
                open,
                false,
                false,
                false,
                1,
                1,
                16,
                null,
                LaunchProof.NONE,
                now,
                now);
    }

    private void holds() {
        assertThat(state.incidents()).isEmpty();
    }

    private void broken(Kind kind) {
        assertThat(state.incidents()).extracting(Incident::kind).containsExactly(kind);
    }

    @Test
    void aGpuAnAddressAndALaunchConfigBelongToOneInstance() {
        Instance first = instance("a", "config-1", "gpu-1", 31_000);
        invariants.transition(state, null, first);
        invariants.transition(state, null, instance("b", "config-2", "gpu-2", 31_001));
        holds();

        invariants.transition(state, null, instance("c", "config-1", "gpu-1", 31_000));

        assertThat(state.incidents())
                .extracting(Incident::kind)
                .containsExactlyInAnyOrder(Kind.GPU_OWNED_TWICE, Kind.CONFIG_OWNED_TWICE, Kind.ADDRESS_OWNED_TWICE);
    }

    @Test
    void whatAnInstanceHeldIsFreeWhenItIsGone() {
        Instance first = instance("a", "config-1", "gpu-1", 31_000);
        invariants.transition(state, null, first);
        invariants.transition(state, first, null);
        invariants.transition(state, null, instance("b", "config-2", "gpu-1", 31_000));

        holds();
    }

    @Test
    void whatWasHeldBeforeARestartIsHeldAfterIt() {
        state.instances().put("a", instance("a", "config-1", "gpu-1", 31_000));
        Invariants restarted = new Invariants(() -> now);
        restarted.resume(state);

        restarted.transition(state, null, instance("b", "config-2", "gpu-1", 31_001));

        broken(Kind.GPU_OWNED_TWICE);
    }

    @Test
    void aGpuIsInTheInventoryOfOneMiner() {
        Device device = new Device("gpu-1", "NVIDIA H200", 1, 1, 1, 1, 0, "h200", "127.0.0.1", 80);
        invariants.announced(state, NodeRecord.announced(device, 1, "5One", "server", now));
        holds();

        invariants.announced(state, NodeRecord.announced(device, 1, "5Other", "server", now));

        broken(Kind.GPU_OF_TWO_MINERS);
    }

    @Test
    void anInstanceGoesThroughItsPhasesInTheirOrder() {
        for (InstancePhase from : InstancePhase.values()) {
            assertThat(from.mayBecome(from)).isTrue();
        }
        Instance fresh = instance("a", "config-1", "gpu-1", 31_000);
        invariants.transition(state, null, fresh);
        holds();

        invariants.transition(state, fresh, active(fresh));

        broken(Kind.IMPOSSIBLE_TRANSITION);
    }

    @Test
    void anInstanceBeginsUnverified() {
        invariants.transition(state, null, active(instance("a", "config-1", "gpu-1", 31_000)));

        broken(Kind.IMPOSSIBLE_TRANSITION);
    }

    @Test
    void itsOwnerHearsOfALifeInItsOrder() {
        List.of("instance_created", "instance_verified", "instance_activated", "instance_disabled", "instance_deleted")
                .forEach(reason -> invariants.told(state, reason, "a"));
        holds();

        invariants.told(state, "instance_created", "b");
        invariants.told(state, "instance_activated", "b");

        broken(Kind.EVENTS_OUT_OF_ORDER);
    }

    @Test
    void nothingIsHeardOfAnInstanceAfterItsEnd() {
        invariants.told(state, "instance_deleted", "a");
        invariants.told(state, "instance_disabled", "a");

        broken(Kind.EVENTS_OUT_OF_ORDER);
    }

    @Test
    void aTokenDoesEachThingOnce() {
        List.of("nonce", "claim", "proof").forEach(use -> invariants.tokenUsed(state, "config-1", use));
        holds();

        invariants.tokenUsed(state, "config-1", "claim");

        broken(Kind.TOKEN_USED_TWICE);
    }

    @Test
    void thereAreNoMoreActiveCopiesThanWereWanted() {
        active(instance("a", "config-1", "gpu-1", 31_000));
        invariants.activated(state, chute(true), 1, false, false);
        holds();
        active(instance("b", "config-2", "gpu-2", 31_001));
        invariants.activated(state, chute(true), 1, false, true);
        holds();

        invariants.activated(state, chute(true), 1, false, false);

        broken(Kind.ACTIVE_ABOVE_TARGET);
    }

    @Test
    void aPrivateChutesFirstCopyClaimsABounty() {
        active(instance("a", "config-1", "gpu-1", 31_000));
        invariants.activated(state, chute(false), 1, true, false);
        holds();

        invariants.activated(state, chute(false), 1, false, false);

        broken(Kind.ACTIVE_WITHOUT_BOUNTY);
    }

    @Test
    void theLoserOfARaceIsGone() {
        invariants.lost(state, "a");
        holds();
        state.instances().put("a", instance("a", "config-1", "gpu-1", 31_000));

        invariants.lost(state, "a");

        broken(Kind.LOSER_STILL_THERE);
    }

    @Test
    void aPublicInstanceThatDiesWithinItsFirstHourEarnsNothingAndALaterOneAll() {
        assertThat(units(ended(Duration.ofMinutes(59), EndReason.MINER))).isZero();
        assertThat(units(ended(Duration.ofMinutes(59), EndReason.AUTOSCALER))).isEqualTo(3540);
        assertThat(units(ended(Duration.ofMinutes(61), EndReason.MINER))).isEqualTo(3660);
        holds();

        invariants.pay(state, ended(Duration.ofMinutes(59), EndReason.MINER), 3540, RULES.score());

        broken(Kind.WRONG_PAY);
    }

    private double units(EndedInstance ended) {
        double units = Earnings.ofEnded(state, ended, RULES.score(), now);
        invariants.pay(state, ended, units, RULES.score());
        return units;
    }

    private EndedInstance ended(Duration lived, EndReason reason) {
        Instant began = now;
        Instance instance = active(instance("lived-" + lived + reason, "c", "g", 1));
        now = now.plus(lived);
        state.history().put(instance.instanceId(), List.of(new HistoryRow(1, began, now)));
        return new EndedInstance(instance, now, reason.text(), reason.valid());
    }
}
