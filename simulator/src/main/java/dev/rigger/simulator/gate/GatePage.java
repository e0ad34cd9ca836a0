package dev.rigger.simulator.gate;

import dev.rigger.placement.policies.Policies;
import dev.rigger.simulator.Outcome;
import dev.rigger.simulator.gate.Gate.AtLoad;
import dev.rigger.simulator.report.Ratio;
import dev.rigger.simulator.report.Standing;
import dev.rigger.simulator.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The gate's table as a page of documentation. */
final class GatePage {
    private static final String ABOUT = """
            # How the planner was judged

            Made by `./rigger simulate gate%s`; do not edit.

            The market is made up: targets, launch tokens, bounties, roll-outs and scores follow the validator's rules, rivals and
            users are dice. It tells policies apart on equal terms; it does not foretell what a fleet earns on the real network.

            Each world is played by every policy: `reference` decides as the miner does that Rigger replaces, `value-greedy` is our
            first planner, `bid-price` the one that Rigger uses. *Ratio* is the geometric mean over the worlds of a policy's compute
            units beside the reference's in the same world; *95 %% low* its lower bound by bootstrap; *better* in how many worlds
            it earned more; *preempted* how often, beside the reference. *Rules broken* is counted by a second, plain reading of
            the hard rules; of the reference's, nearly all are launches beyond what the validator wants, which it does not count.
            The worlds are the seeds from %d on; the planner's numbers were chosen in others.

            Passing means: at every load a lower bound above 1, at most %.1f times the reference's preemptions, no hard rule
            broken.

            """;

    private GatePage() {}

    /**
     * @param parts the planner and what it is without one part; empty when that was not played
     * @param week empty when that was not played
     */
    static String markdown(List<AtLoad> loads, List<AtLoad> parts, List<AtLoad> week, String arguments) {
        StringBuilder page =
                new StringBuilder(String.format(Locale.ROOT, ABOUT, arguments, Gate.FIRST_SEED, Gate.MOST_PREEMPTIONS));
        List<String> objections = Gate.objections(loads);
        page.append("**`")
                .append(Policies.PLANNER)
                .append(objections.isEmpty() ? "` passes.**\n\n" : "` does not pass.**\n\n");
        objections.forEach(objection -> page.append("- ").append(objection).append(".\n"));
        page.append(objections.isEmpty() ? "" : "\n");
        section(page, "12 servers, 96 GPUs, 80 chutes, 2 days", loads);
        section(page, "A week of 100 servers, 800 GPUs, 300 chutes", week);
        if (!parts.isEmpty()) {
            section(
                    page,
                    "What each part is worth: `" + Policies.PLANNER + "` beside itself without one of them",
                    parts);
        }
        return page.toString().stripTrailing() + "\n";
    }

    private static void section(StringBuilder page, String title, List<AtLoad> loads) {
        if (!loads.isEmpty()) {
            page.append("## ").append(title).append("\n\n");
        }
        for (AtLoad at : loads) {
            page.append("Users want ")
                    .append(at.load())
                    .append(" times all miners' GPUs:\n\n")
                    .append(table(at).markdown())
                    .append('\n');
        }
    }

    static Table table(AtLoad at) {
        Table table = new Table(
                "policy",
                "ratio",
                "95 % low",
                "better",
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
                "rules broken");
        for (Standing standing : at.standings()) {
            table.row(row(standing, at));
        }
        return table;
    }

    private static List<String> row(Standing of, AtLoad at) {
        Ratio ratio = at.ratio(of.policy());
        boolean bounded =
                !of.policy().equals(Policies.REFERENCE) && !of.policy().equals(Policies.FIRST);
        List<String> row = new ArrayList<>();
        row.add(of.policy());
        row.add(text("%.3f", ratio.mean()));
        row.add(ratio.seeds() > 1 ? text("%.3f", ratio.lower()) : "–");
        row.add(ratio.better() + "/" + ratio.seeds());
        row.add(text("%,.0f", of.mean(Outcome::unitsPerUsd)));
        row.add(text("%.1f %%", 100 * of.mean(Outcome::idleShare)));
        row.add(text("%,.0f", of.mean(Outcome::launches)));
        row.add(text("%.0f %%", 100 * of.mean(Outcome::activationRate)));
        row.add(text("%.2f ×", at.preemptions(of.policy())));
        row.add(text("%,.0f", of.mean(Outcome::forfeited)));
        row.add(text("%.0f", of.mean(Outcome::bountyWins)));
        row.add(text("%.0f", of.mean(Outcome::refusals)));
        row.add(text("%.0f s", of.mean(Outcome::secondsToActiveMedian)));
        row.add(text("%.0f s", of.mean(Outcome::secondsToActiveP95)));
        row.add(bounded ? text("%.1f %%", 100 * of.mean(Outcome::gap)) : "–");
        row.add(text("%.0f", of.sum(Outcome::violations)));
        return row;
    }

    private static String text(String format, Object number) {
        return String.format(Locale.ROOT, format, number);
    }
}
