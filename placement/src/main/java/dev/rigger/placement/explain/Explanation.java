package dev.rigger.placement.explain;

import dev.rigger.placement.Rule;
import dev.rigger.placement.change.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer, for machines and for people.
 *
 * @param rule what stood against it; null where nothing did
 * @param chuteId the chute that it is about, or that came nearest; null when there is none
 * @param serverId the server that was chosen or came nearest; null when there is none
 * @param worth of what was chosen, or of what came nearest, in the planner's own unit
 * @param runnerUp the server (of a chute) or chute (of a server) that came next; null when there is none
 * @param smallest changes that together would have made it otherwise; none of them can be left out. One where one is
 *     enough, none when nothing that was tried would have
 * @param plansTried how many plans were made to find out
 * @param text two or three sentences
 */
public record Explanation(
        Question question,
        Outcome outcome,
        @Nullable Rule rule,
        @Nullable String chuteId,
        @Nullable String serverId,
        double worth,
        @Nullable String runnerUp,
        double runnerUpWorth,
        List<Change> smallest,
        int plansTried,
        String text) {

    public Explanation {
        smallest = List.copyOf(smallest);
    }

    /** What the plan does about it. */
    public enum Outcome {
        LAUNCHED,
        NOT_LAUNCHED,
        /** The server gets at least one launch. */
        SERVER_CHOSEN,
        SERVER_LEFT,
        GPU_TAKEN,
        /** What holds it is ended; it is not part of the launch that this is for. */
        GPU_FREED,
        GPU_LEFT,
        COPY_ENDED,
        COPY_KEPT
    }
}
