package dev.rigger.placement;

import org.jspecify.annotations.Nullable;

/** What a plan decided about one chute, ready to be read. */
public sealed interface Verdict {

    String chuteId();

    String chuteName();

    /** One or more sentences for a person. */
    String text();

    /**
     * @param runnerUp the server that came next, null when no other would have done
     * @param change what would have made the choice another one
     */
    record Placed(
            String chuteId,
            String chuteName,
            String serverName,
            int gpus,
            double price,
            String why,
            @Nullable String runnerUp,
            String change)
            implements Verdict {
        @Override
        public String text() {
            return "%s goes to %s (%d GPUs), worth %.4f: %s. %s. %s."
                    .formatted(
                            chuteName,
                            serverName,
                            gpus,
                            price,
                            why,
                            runnerUp == null ? "No other server would have done" : "Runner-up: " + runnerUp,
                            change);
        }
    }

    /**
     * @param rule the first rule that it broke
     * @param change what would let it pass that rule
     */
    record Refused(String chuteId, String chuteName, Rule rule, String why, String change) implements Verdict {
        @Override
        public String text() {
            return "%s is not launched: %s (%s). %s.".formatted(chuteName, why, rule, change);
        }
    }
}
