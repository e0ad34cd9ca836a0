package dev.rigger.simulator.report;

import dev.rigger.simulator.Outcome;
import dev.rigger.simulator.Simulation;
import java.util.List;
import java.util.Locale;

/** Outcomes as CSV. Real time is left out, so that the same contest gives the same bytes. */
public final class Csv {
    private Csv() {}

    /** A line a run. */
    public static String runs(List<Outcome> outcomes) {
        StringBuilder csv = new StringBuilder(
                "policy,seed,compute_units,usd,units_per_usd,idle_share,launches,activation_rate,preemptions,"
                        + "forfeited_units,bounty_wins,refusals_423,seconds_to_active_p50,seconds_to_active_p95,plans,gap,"
                        + "violations\n");
        for (Outcome of : outcomes) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%s,%d,%.3f,%.2f,%.3f,%.5f,%d,%.4f,%d,%.3f,%d,%d,%.1f,%.1f,%d,%.5f,%d\n",
                    of.policy(),
                    of.seed(),
                    of.units(),
                    of.usd(),
                    of.unitsPerUsd(),
                    of.idleShare(),
                    of.launches(),
                    of.activationRate(),
                    of.preemptions(),
                    of.forfeited(),
                    of.bountyWins(),
                    of.refusals(),
                    of.secondsToActiveMedian(),
                    of.secondsToActiveP95(),
                    of.plans(),
                    of.gap(),
                    of.violations()));
        }
        return csv.toString();
    }

    /** A line a run and sample. */
    public static String overTime(List<Outcome> outcomes) {
        StringBuilder csv = new StringBuilder("policy,seed,hours,compute_units\n");
        double step = Simulation.SAMPLE.toMinutes() / 60.0;
        for (Outcome of : outcomes) {
            for (int sample = 0; sample < of.unitsOverTime().size(); sample++) {
                csv.append(String.format(
                        Locale.ROOT,
                        "%s,%d,%.1f,%.3f\n",
                        of.policy(),
                        of.seed(),
                        (sample + 1) * step,
                        of.unitsOverTime().get(sample)));
            }
        }
        return csv.toString();
    }
}
