package dev.rigger.workflows.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.workflows.RiggerWorkflows;
import dev.rigger.workflows.world.RealTemporal;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories of released workflow types must replay with today's code: a run that began yesterday goes on tomorrow.
 *
 * <p>They lie in {@code src/test/resources/histories/<type>-v<n>.json} and are never changed. A release that changes a
 * type's commands guards the change with {@code Workflow.getVersion} and adds a history under the next number:
 *
 * <pre>mvn test -pl workflows -am -Dtest=ReplayTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Djvm.flags=-Drigger.record.histories=v2</pre>
 */
class ReplayTest {
    private static final Path KEPT = Path.of("src/test/resources/histories");

    static Stream<Path> keptHistories() throws IOException {
        try (Stream<Path> files = Files.list(KEPT)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("keptHistories")
    void aKeptHistoryStillReplays(Path history) throws Exception {
        replay(WorkflowExecutionHistory.fromJson(Files.readString(history)));
    }

    @Test
    void everyWorkflowTypeHasAKeptHistory() throws IOException {
        List<String> types = keptHistories()
                .map(file -> file.getFileName().toString().replaceFirst("-v\\d+\\.json$", ""))
                .distinct()
                .toList();

        assertThat(types).hasSize(RiggerWorkflows.implementations().length);
    }

    @Test
    void aLifeOnTheRealServerIsShortAndReplays() throws Exception {
        try (RealTemporal temporal = new RealTemporal()) {
            Map<String, WorkflowExecutionHistory> lives = new Lives(temporal).all();

            assertThat(lives)
                    .hasEntrySatisfying(
                            "deployment", life -> assertThat(life.getEvents()).hasSizeLessThanOrEqualTo(60));
            for (WorkflowExecutionHistory life : lives.values()) {
                replay(life);
            }
            record(lives);
        }
    }

    private static void replay(WorkflowExecutionHistory history) throws Exception {
        WorkflowReplayer.replayWorkflowExecution(history, RiggerWorkflows.implementations()[0], rest());
    }

    private static Class<?>[] rest() {
        Class<?>[] all = RiggerWorkflows.implementations();
        return Arrays.copyOfRange(all, 1, all.length);
    }

    /** Only when asked for, by the property that the class comment names. */
    private static void record(Map<String, WorkflowExecutionHistory> lives) throws IOException {
        String release = System.getProperty("rigger.record.histories");
        if (release == null) {
            return;
        }
        Files.createDirectories(KEPT);
        for (Map.Entry<String, WorkflowExecutionHistory> life : lives.entrySet()) {
            Files.writeString(
                    KEPT.resolve(life.getKey() + "-" + release + ".json"),
                    life.getValue().toJson(true) + "\n");
        }
    }
}
