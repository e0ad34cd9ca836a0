package dev.rigger.workflows.onboarding;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that a look at a node found, all checks made whatever the first of them said.
 *
 * @param problems refusals and warnings, in the order of the checks
 */
public record NodeExamination(NodeFacts facts, List<NodeProblem> problems) {
    /** Of several refusals; a single one goes by its own code. */
    static final String UNFIT = "NODE_UNFIT";

    public List<NodeProblem> warnings() {
        return problems.stream().filter(problem -> !problem.refuses()).toList();
    }

    public List<NodeProblem> refusals() {
        return problems.stream().filter(NodeProblem::refuses).toList();
    }

    /** @throws OnboardingFailure naming every refusal at once */
    void throwIfRefused() {
        List<NodeProblem> refusals = refusals();
        if (refusals.size() == 1) {
            NodeProblem only = refusals.getFirst();
            throw OnboardingFailure.of(
                    facts.name(), only.saw() + "; wanted: " + only.wants() + ".", only.code(), only.mend());
        }
        if (!refusals.isEmpty()) {
            throw OnboardingFailure.of(
                    facts.name(),
                    "its node fails " + refusals.size() + " checks:\n"
                            + refusals.stream().map(NodeProblem::line).collect(Collectors.joining("\n")),
                    UNFIT,
                    "Mend all of them, then add it again.");
        }
    }
}
