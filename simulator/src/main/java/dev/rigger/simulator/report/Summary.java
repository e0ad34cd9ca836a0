package dev.rigger.simulator.report;

import dev.rigger.simulator.Outcome;
import java.util.List;
import java.util.Locale;

/** The table of a contest: means over the seeds. */
public final class Summary {
    private Summary() {}

    /** @param reference the policy to which the others are compared */
    public static Table table(List<Standing> standings, Standing reference) {
        Table table = new Table(
                "policy",
                "ratio",
                "95 % low",
                "better",
                "units",
                "units/USD",
                "idle",
                "launches",
                "activated",
                "preempted",
                "forfeited",
                "bounties",
                "423s",
                "active p50",
                "p95",
                "gap",
                "plans",
                "ms p50",
                "p99",
                "violations");
        for (Standing standing : standings) {
            table.row(row(standing, Ratio.of(standing, reference)));
        }
        return table;
    }

    private static List<String> row(Standing of, Ratio ratio) {
        return List.of(
                of.policy(),
                text("%.3f", ratio.mean()),
                text("%.3f", ratio.lower()),
                ratio.better() + "/" + ratio.seeds(),
                text("%,.0f", of.mean(Outcome::units)),
                text("%,.0f", of.mean(Outcome::unitsPerUsd)),
                text("%.1f %%", 100 * of.mean(Outcome::idleShare)),
                text("%.0f", of.mean(Outcome::launches)),
                text("%.0f %%", 100 * of.mean(Outcome::activationRate)),
                text("%.0f", of.mean(Outcome::preemptions)),
                text("%,.0f", of.mean(Outcome::forfeited)),
                text("%.0f", of.mean(Outcome::bountyWins)),
                text("%.0f", of.mean(Outcome::refusals)),
                text("%.0f s", of.mean(Outcome::secondsToActiveMedian)),
                text("%.0f s", of.mean(Outcome::secondsToActiveP95)),
                text("%.1f %%", 100 * of.mean(Outcome::gap)),
                text("%.0f", of.mean(Outcome::plans)),
                text("%.2f", of.mean(outcome -> outcome.effort().decisionMillisMedian())),
                text("%.2f", of.mean(outcome -> outcome.effort().decisionMillisP99())),
                text("%.0f", of.sum(Outcome::violations)));
    }

    private static String text(String format, Object number) {
        return String.format(Locale.ROOT, format, number);
    }
}
