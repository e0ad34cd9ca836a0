package dev.rigger.placement.explain;

import dev.rigger.placement.Action;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.Plan;
import dev.rigger.placement.Rule;
import dev.rigger.placement.Verdict;
import dev.rigger.placement.explain.Explanation.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a plan itself tells about the subject of a question; the fields are those of {@link Explanation}. */
record Account(
        Outcome outcome,
        @Nullable Rule rule,
        @Nullable String chuteId,
        @Nullable String serverId,
        double worth,
        @Nullable String runnerUp,
        double runnerUpWorth) {

    static Account of(FleetSnapshot snapshot, Plan plan, Question question, Fate fate) {
        if (fate.isSomething()) {
            return done(snapshot, plan, question, fate);
        }
        List<Finding> findings = new Diagnosis(snapshot, plan).of(question);
        return findings.isEmpty()
                ? new Account(fate.outcome(), null, null, null, 0, null, 0)
                : left(plan, question, fate, findings.getFirst());
    }

    private static Account left(Plan plan, Question question, Fate fate, Finding found) {
        String chuteId = found.chuteId();
        String serverId = found.serverId();
        if (isOfChute(question)) {
            double worth = dearest(plan, refused -> refused.chuteId().equals(chuteId))
                    .map(Verdict.Refused::worth)
                    .orElse(0.0);
            return new Account(fate.outcome(), found.rule(), chuteId, serverId, worth, null, 0);
        }
        Optional<Verdict.Refused> wanted =
                dearest(plan, refused -> serverId != null && serverId.equals(refused.serverId()));
        return new Account(fate.outcome(), found.rule(), chuteId, serverId, 0, chuteOf(wanted), worthOf(wanted));
    }

    private static Account done(FleetSnapshot snapshot, Plan plan, Question question, Fate fate) {
        Action.Launch launch = plan.launches().stream()
                .filter(each -> isFor(each, snapshot, question))
                .findFirst()
                .orElseThrow();
        Optional<Verdict.Placed> placed = placed(plan, launch);
        double worth = placed.map(Verdict.Placed::worth).orElse(launch.price());
        if (isOfChute(question)) {
            return new Account(
                    fate.outcome(),
                    null,
                    launch.chuteId(),
                    launch.serverId(),
                    worth,
                    placed.map(Verdict.Placed::runnerUp).orElse(null),
                    placed.map(Verdict.Placed::runnerUpWorth).orElse(0.0));
        }
        Optional<Verdict.Refused> rival =
                dearest(plan, refused -> launch.serverId().equals(refused.serverId()));
        return new Account(
                fate.outcome(), null, launch.chuteId(), launch.serverId(), worth, chuteOf(rival), worthOf(rival));
    }

    private static boolean isFor(Action.Launch launch, FleetSnapshot snapshot, Question question) {
        return switch (question) {
            case Question.OfChute q -> launch.chuteId().equals(q.chuteId());
            case Question.OfPlace q ->
                launch.chuteId().equals(q.chuteId()) && launch.serverId().equals(q.serverId());
            case Question.OfServer q -> launch.serverId().equals(q.serverId());
            case Question.OfGpu q -> {
                String owner = Fate.owner(snapshot, q.gpuId());
                yield launch.gpuIds().contains(q.gpuId())
                        || owner != null && launch.victims().contains(owner);
            }
            case Question.OfCopy q -> launch.victims().contains(q.deploymentId());
        };
    }

    private static Optional<Verdict.Placed> placed(Plan plan, Action.Launch launch) {
        return plan.verdicts().stream()
                .filter(Verdict.Placed.class::isInstance)
                .map(Verdict.Placed.class::cast)
                .filter(placed -> placed.chuteId().equals(launch.chuteId())
                        && placed.serverId().equals(launch.serverId()))
                .findFirst();
    }

    private static Optional<Verdict.Refused> dearest(Plan plan, Predicate<Verdict.Refused> which) {
        return plan.verdicts().stream()
                .filter(Verdict.Refused.class::isInstance)
                .map(Verdict.Refused.class::cast)
                .filter(which)
                .max(Comparator.comparingDouble(Verdict.Refused::worth));
    }

    private static boolean isOfChute(Question question) {
        return question instanceof Question.OfChute || question instanceof Question.OfPlace;
    }

    private static @Nullable String chuteOf(Optional<Verdict.Refused> refused) {
        return refused.map(Verdict::chuteId).orElse(null);
    }

    private static double worthOf(Optional<Verdict.Refused> refused) {
        return refused.map(Verdict.Refused::worth).orElse(0.0);
    }
}
