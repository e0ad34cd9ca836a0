package dev.rigger.placement;

import dev.rigger.placement.FleetSnapshot.Chute;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The rules that concern a chute alone, in the order in which a person would ask. */
final class ChuteRules {

    /**
     * @param allows whether the chute passes
     * @param why what is wrong when it does not
     * @param change what would let it pass
     */
    record ChuteRule(Rule rule, BiPredicate<Chute, Standing> allows, String why, String change) {}

    private static final List<ChuteRule> RULES = List.of(
            new ChuteRule(
                    Rule.NOT_BANNED, (chute, standing) -> !chute.banned(), "it is banned", "Lift the ban to launch it"),
            new ChuteRule(
                    Rule.NOT_JOB_ONLY,
                    (chute, standing) -> !chute.jobOnly(),
                    "it only serves jobs",
                    "A job would launch it"),
            new ChuteRule(
                    Rule.WORTH_SOMETHING,
                    (chute, standing) -> chute.effectiveMultiplier() > 0,
                    "its multiplier is 0 or less, so a copy would earn nothing",
                    "A multiplier above 0 would change that"),
            new ChuteRule(
                    Rule.SCALABLE_OR_BOUNTIED,
                    (chute, standing) -> chute.scalable() || standing.bountied(chute),
                    "the validator wants no further copy and offers no bounty that we could win",
                    "A bounty while we have no copy, or the validator's wish for more copies, would change that"),
            new ChuteRule(
                    Rule.ONE_PENDING,
                    (chute, standing) -> !standing.pending(chute),
                    "a copy is already on its way",
                    "Once that copy is active or gone, another may follow"),
            new ChuteRule(
                    Rule.ALLOWED_COPIES,
                    (chute, standing) -> chute.allowedCopies() == null || standing.alive(chute) < chute.allowedCopies(),
                    "we have as many copies as are allowed",
                    "A higher target of the validator's would change that"));

    private ChuteRules() {}

    /** The first rule that the chute breaks, or null. Back-offs are not among them: they pass with time. */
    static @Nullable ChuteRule firstBroken(Chute chute, Standing standing) {
        for (ChuteRule rule : RULES) {
            if (!rule.allows().test(chute, standing)) {
                return rule;
            }
        }
        return null;
    }
}
