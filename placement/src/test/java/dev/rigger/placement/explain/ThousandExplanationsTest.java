package dev.rigger.placement.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Planner;
import dev.rigger.placement.RandomFleets;
import dev.rigger.placement.Verdict;
import dev.rigger.placement.change.Change;
import dev.rigger.placement.search.BidPricePlanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an explanation says is tried: a thousand questions, and every answer has to be true. */
class ThousandExplanationsTest {
    private static final Pattern IDS_AND_WRECKS = Pattern.compile(
            "null|NaN|Infinity|Optional|chute-|server-\\d|copy-|/gpu-|newcomer-|  |\\.\\.| 1 copies| 1 GPUs");

    private final Planner planner = new BidPricePlanner();
    private final Explainer explainer = new Explainer(planner);

    @Test
    void inOrdinaryFleetsEveryAnswerHoldsAndMostNeedOneChange() {
        int[] changes = new int[12];
        for (long seed = 0; seed < 700; seed++) {
            FleetSnapshot fleet = RandomFleets.ordinary(seed, 1 + (int) (seed % 6), 2 + (int) (seed % 13));
            changes[verified(fleet, seed)]++;
        }

        assertThat(changes[0]).as("questions without an answer").isZero();
        assertThat(changes[1]).as("one change was enough").isGreaterThan(400);
    }

    @Test
    void inFleetsWhereEverythingIsBrokenEveryAnswerHolds() {
        int[] changes = new int[12];
        for (long seed = 0; seed < 300; seed++) {
            changes[verified(RandomFleets.of(seed, 1 + (int) (seed % 5), 2 + (int) (seed % 11)), seed)]++;
        }

        assertThat(changes[0]).as("questions without an answer").isZero();
    }

    /** How many changes were needed; 0 when none were found. */
    private int verified(FleetSnapshot fleet, long seed) {
        Plan plan = planner.plan(fleet);
        Question question = question(fleet, plan, new Random(seed));

        Explanation explanation = explainer.explain(fleet, plan, question);

        assertThat(explanation.text()).as("seed %d", seed).doesNotContainPattern(IDS_AND_WRECKS);
        if (explanation.smallest().isEmpty()) {
            assertThat(explanation.text()).contains("Nothing that was tried");
            return 0;
        }
        assertThat(changed(fleet, plan, question, explanation.smallest()))
                .as("seed %d: %s", seed, explanation.text())
                .isTrue();
        assertNoneIsNeedless(fleet, plan, question, explanation.smallest());
        return explanation.smallest().size();
    }

    private void assertNoneIsNeedless(FleetSnapshot fleet, Plan plan, Question question, List<Change> changes) {
        if (changes.size() > 1) {
            for (Change change : changes) {
                List<Change> others =
                        changes.stream().filter(other -> other != change).toList();
                assertThat(changed(fleet, plan, question, others))
                        .as("%s without %s", changes, change)
                        .isFalse();
            }
        }
    }

    private boolean changed(FleetSnapshot fleet, Plan plan, Question question, List<Change> changes) {
        FleetSnapshot changed = fleet;
        for (Change change : changes) {
            changed = change.applied(changed);
        }
        Fate before = Fate.of(question, fleet, plan);
        return !Fate.of(question, changed, planner.plan(changed)).equals(before);
    }

    private static Question question(FleetSnapshot fleet, Plan plan, Random random) {
        Server server = fleet.servers().get(random.nextInt(fleet.servers().size()));
        String chute = fleet.chutes().get(random.nextInt(fleet.chutes().size())).chuteId();
        int copies = fleet.deployments().size();
        return switch (random.nextInt(copies == 0 ? 4 : 5)) {
            case 0 -> new Question.OfChute(chute);
            case 1 -> refusal(plan, random).orElseGet(() -> new Question.OfPlace(chute, server.serverId()));
            case 2 -> new Question.OfServer(server.serverId());
            case 3 ->
                new Question.OfGpu(
                        server.gpus().get(random.nextInt(server.gpus().size())).gpuId());
            default ->
                new Question.OfCopy(
                        fleet.deployments().get(random.nextInt(copies)).deploymentId());
        };
    }

    /** Of those that name a server. */
    private static Optional<Question> refusal(Plan plan, Random random) {
        List<Question> refusals = new ArrayList<>();
        for (Verdict verdict : plan.verdicts()) {
            if (verdict instanceof Verdict.Refused refused) {
                String serverId = refused.serverId();
                if (serverId != null) {
                    refusals.add(new Question.OfPlace(refused.chuteId(), serverId));
                }
            }
        }
        return refusals.isEmpty() ? Optional.empty() : Optional.of(refusals.get(random.nextInt(refusals.size())));
    }
}
