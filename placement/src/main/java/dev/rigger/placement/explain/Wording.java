package dev.rigger.placement.explain;

import dev.rigger.placement.Rule;
import dev.rigger.placement.change.Change;
import dev.rigger.placement.change.Names;
import dev.rigger.placement.change.Sizes;
import dev.rigger.placement.explain.Explanation.Outcome;
import java.util.List;

/** Sentences for a person who was woken up: what is, why, and what would have to be otherwise. */
final class Wording {

    private final Names names;

    Wording(Names names) {
        this.names = names;
    }

    String text(Question question, Account known, List<Change> smallest, int plansTried) {
        return capital(what(subject(question), known)) + next(known) + " "
                + (smallest.isEmpty()
                        ? "Nothing that was tried would change that (" + plansTried
                                + (plansTried == 1 ? " plan)." : " plans).")
                        : change(known.outcome(), smallest));
    }

    private String what(String subject, Account known) {
        String chute = known.chuteId() == null ? "nothing" : names.chute(known.chuteId());
        String server = known.serverId() == null ? "no server" : names.server(known.serverId());
        return switch (known.outcome()) {
            case LAUNCHED ->
                subject + " is launched on " + server + ", where it is worth " + units(known.worth()) + ".";
            case SERVER_CHOSEN -> subject + " gets " + chute + ", worth " + units(known.worth()) + " there.";
            case GPU_TAKEN -> subject + " goes to " + chute + ", worth " + units(known.worth()) + " there.";
            case GPU_FREED -> subject + " becomes free, because what holds it makes room for " + chute + ".";
            case COPY_ENDED -> subject + " makes room for " + chute + ", worth " + units(known.worth()) + " there.";
            case NOT_LAUNCHED -> subject + " is not launched" + because(known);
            case SERVER_LEFT -> subject + " gets nothing" + because(known);
            case GPU_LEFT -> subject + " is left as it is" + because(known);
            case COPY_KEPT -> subject + " stays" + because(known);
        };
    }

    private String because(Account known) {
        Rule rule = known.rule();
        if (rule == null) {
            return ".";
        }
        if (rule == Rule.WORTH_THE_PLACE && known.outcome() == Outcome.COPY_KEPT) {
            return ": nothing that could replace it is worth more.";
        }
        if (rule == Rule.WORTH_THE_PLACE && known.chuteId() == null) {
            return ": nothing wants it that is worth the place.";
        }
        String reason = Reasons.of(rule, known.serverId() == null ? null : names.server(known.serverId()));
        return known.chuteId() != null
                        && (known.outcome() == Outcome.SERVER_LEFT || known.outcome() == Outcome.GPU_LEFT)
                ? isOfCopy(rule)
                        ? ", and with it its copy of " + names.chute(known.chuteId()) + ": " + reason + "."
                        : ". " + names.chute(known.chuteId()) + " came nearest, but " + reason + "."
                : ": " + reason + ".";
    }

    private static boolean isOfCopy(Rule rule) {
        return rule.name().startsWith("VICTIM_");
    }

    private String next(Account known) {
        String runnerUp = known.runnerUp();
        if (runnerUp == null) {
            return "";
        }
        return switch (known.outcome()) {
            case LAUNCHED -> " Next came " + names.server(runnerUp) + " with " + units(known.runnerUpWorth()) + ".";
            case SERVER_CHOSEN, SERVER_LEFT, GPU_TAKEN, GPU_FREED, COPY_ENDED ->
                " Next came " + names.chute(runnerUp) + " with " + units(known.runnerUpWorth()) + ".";
            case NOT_LAUNCHED, GPU_LEFT, COPY_KEPT -> "";
        };
    }

    private String change(Outcome outcome, List<Change> smallest) {
        String conditions = conditions(smallest);
        String alone = smallest.size() == 1 ? "" : " No single change would do.";
        return switch (outcome) {
            case LAUNCHED, SERVER_CHOSEN, GPU_TAKEN, GPU_FREED ->
                "That would be otherwise if " + conditions + "." + alone;
            case COPY_ENDED -> "It would stay if " + conditions + "." + alone;
            case NOT_LAUNCHED -> "It would be launched if " + conditions + "." + alone;
            case SERVER_LEFT -> "It would get something if " + conditions + "." + alone;
            case GPU_LEFT -> "That would be otherwise if " + conditions + "." + alone;
            case COPY_KEPT -> "It would make room if " + conditions + "." + alone;
        };
    }

    private String conditions(List<Change> changes) {
        List<String> each =
                changes.stream().map(change -> change.condition(names)).toList();
        int last = each.size() - 1;
        return last == 0 ? each.get(0) : String.join(", ", each.subList(0, last)) + " and " + each.get(last);
    }

    private String subject(Question question) {
        return switch (question) {
            case Question.OfChute q -> names.chute(q.chuteId());
            case Question.OfPlace q -> names.chute(q.chuteId());
            case Question.OfServer q -> names.server(q.serverId());
            case Question.OfGpu q -> names.gpu(q.gpuId());
            case Question.OfCopy q -> names.copy(q.deploymentId());
        };
    }

    private static String units(double worth) {
        return Sizes.text(worth) + " units";
    }

    /** Names of chutes and servers keep their own spelling. */
    private static String capital(String sentence) {
        return sentence.startsWith("the copy") ? "T" + sentence.substring(1) : sentence;
    }
}
