package dev.rigger.simulator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rigger.simulator.Contest;
import dev.rigger.simulator.Outcome;
import dev.rigger.simulator.world.Scenario;
import java.util.List;

/** A contest with all its runs, real time included, as JSON. */
public final class Json {
    private static final int FORMAT = 1;

    private record Played(
            int servers, int gpus, int chutes, double load, double days, String profile, long firstSeed, int seeds) {}

    private record Compared(String policy, double ratio, double lowerBound95, int better, int seeds) {}

    private record Report(int format, Played played, String comparedTo, List<Compared> policies, List<Outcome> runs) {}

    private Json() {}

    public static String of(Contest contest, List<Outcome> outcomes) {
        Scenario scenario = contest.scenario();
        List<Standing> standings = Standing.of(outcomes);
        Standing reference = standings.getFirst();
        Played played = new Played(
                scenario.servers(),
                scenario.gpus(),
                scenario.chutes(),
                scenario.load(),
                scenario.length().toMillis() / 86_400_000.0,
                scenario.profile().code(),
                contest.firstSeed(),
                contest.seeds());
        List<Compared> compared = standings.stream()
                .map(standing -> {
                    Ratio ratio = Ratio.of(standing, reference);
                    return new Compared(standing.policy(), ratio.mean(), ratio.lower(), ratio.better(), ratio.seeds());
                })
                .toList();
        try {
            return JsonMapper.builder()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .build()
                            .writeValueAsString(new Report(FORMAT, played, reference.policy(), compared, outcomes))
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report of numbers and names cannot fail to be written", e);
        }
    }
}
