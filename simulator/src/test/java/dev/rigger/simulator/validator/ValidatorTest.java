package dev.rigger.simulator.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rigger.simulator.engine.Agenda;
import dev.rigger.simulator.world.Profile;
import dev.rigger.simulator.world.Scenario;
import dev.rigger.simulator.world.World;
import dev.rigger.simulator.world.Worlds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ValidatorTest {

    private static final long SECOND = TimeUnit.SECONDS.toMillis(1);
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    private final World world = Worlds.make(new Scenario(12, 96, 80, 1, Duration.ofHours(12), Profile.P26B), 5);
    private final Agenda agenda = new Agenda();
    private final Validator validator = new Validator(world, agenda);

    @Test
    void targetsRiseEveryTwoMinutesAndFallEveryTwenty() {
        Map<ChuteState, Integer> before = new HashMap<>();
        Set<Long> rises = new HashSet<>();
        Set<Long> falls = new HashSet<>();
        for (long at = SECOND / 2; at < 8 * HOUR; at += SECOND * 20) {
            agenda.runUntil(at);
            for (ChuteState chute : openAndStill()) {
                int was = before.getOrDefault(chute, chute.target());
                if (chute.target() > was) {
                    rises.add(at);
                } else if (chute.target() < was) {
                    falls.add(at);
                }
                before.put(chute, chute.target());
            }
        }

        assertThat(rises).hasSizeGreaterThan(20).allMatch(at -> at % Autoscaler.SOFT == SECOND / 2);
        assertThat(falls).hasSizeGreaterThan(5).allMatch(at -> at % Autoscaler.FULL == SECOND / 2);
    }

    @Test
    void rivalsStartInAboutAThousandSecondsAndOwnNoMoreGpusThanTheyHave() {
        Set<Instance> seen = new HashSet<>();
        List<Long> took = new ArrayList<>();
        int owned =
                world.rivalGpus().values().stream().mapToInt(Integer::intValue).sum();
        for (long at = 0; at < 6 * HOUR; at += 60 * SECOND) {
            agenda.runUntil(at);
            int used = 0;
            for (ChuteState chute : validator.chutes()) {
                used += chute.instances.size() * chute.spec.gpuCount();
                for (Instance instance : chute.instances) {
                    if (instance.active() && seen.add(instance)) {
                        took.add(instance.activatedAt - instance.createdAt);
                    }
                }
            }
            assertThat(used).isLessThanOrEqualTo(owned);
        }

        took.sort(null);
        assertThat(took).hasSizeGreaterThan(100);
        assertThat(took.get(took.size() / 2) / 1e3).isCloseTo(1_000, within(120.0));
    }

    @Test
    void aTokenIsRefusedWhenAsManyServeAsAreWanted() {
        agenda.runUntil(6 * HOUR);
        int granted = 0;
        int locked = 0;
        for (ChuteState chute : validator.chutes()) {
            if (!chute.exists() || !chute.spec.open() || chute.spec.tee()) {
                continue;
            }
            boolean full = chute.active() >= chute.target();
            assertThat(validator.askForToken(chute.spec.index()))
                    .as(chute.spec.id())
                    .isEqualTo(full ? Answer.CAPACITY_LOCKED : Answer.GRANTED);
            granted += full ? 0 : 1;
            locked += full ? 1 : 0;
        }
        assertThat(granted).isPositive();
        assertThat(locked).isPositive();
    }

    @Test
    void aPrivateChuteIsGrantedOnlyWhileItsUserWaits() {
        Set<Answer> waiting = new HashSet<>();
        Set<Answer> unwanted = new HashSet<>();
        for (long at = HOUR; at < 12 * HOUR; at += HOUR / 4) {
            agenda.runUntil(at);
            for (ChuteState chute : validator.chutes()) {
                if (!chute.spec.open() && chute.exists()) {
                    boolean waits = chute.wanted() && chute.active() == 0 && chute.bountySince() >= 0;
                    (waits ? waiting : unwanted).add(validator.askForToken(chute.spec.index()));
                }
            }
        }
        assertThat(waiting).containsExactly(Answer.GRANTED);
        assertThat(unwanted).containsExactly(Answer.CAPACITY_LOCKED);
    }

    @Test
    void theFirstToServeTakesTheBountyAndTheNextFindsNone() {
        agenda.runUntil(6 * HOUR);
        ChuteState chute = openAndStill().getFirst();
        List.copyOf(chute.instances).forEach(instance -> validator.remove(instance, Removal.CRASHED));
        chute.target = 10;
        chute.bountySince = agenda.now() - 3 * HOUR;
        chute.bountyUntil = agenda.now() + HOUR;

        Instance first = claimed(chute);
        Instance second = claimed(chute);
        assertThat(validator.activate(first)).isTrue();
        assertThat(validator.activate(second)).isTrue();

        assertThat(first.multiplier()).isCloseTo(chute.multiplier() * 1.5, within(1e-9));
        assertThat(second.multiplier()).isCloseTo(chute.multiplier(), within(1e-9));
        assertThat(validator.bountyWins()).isEqualTo(1);
    }

    private Instance claimed(ChuteState chute) {
        Instance instance = validator.claim(chute.spec.index(), chute.target());
        assertThat(instance).isNotNull();
        return Objects.requireNonNull(instance);
    }

    /** Public chutes that were there from the start and are not being rolled out, which sets targets on its own. */
    private List<ChuteState> openAndStill() {
        return validator.chutes().stream()
                .filter(chute -> chute.exists()
                        && chute.spec.open()
                        && chute.spec.bornAt() == 0
                        && chute.rollingUntil == ChuteState.NEVER)
                .toList();
    }
}
