package dev.rigger.app.whole;

import static dev.rigger.app.bench.system.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.app.bench.system.ControlPlaneProcess;
import dev.rigger.app.bench.system.WholeSystem;
import dev.rigger.app.whole.CrashPoints.Point;
import dev.rigger.devnet.cluster.hardware.SimulatedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Control planes whose work is held at boundaries, to be killed there.
 *
 * @param reached folder where each boundary leaves a file when it is reached
 */
record Crashes(WholeSystem system, Path reached) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** One whose work is held at these boundaries; {@link #awaitAll} tells when it is at all of them. */
    ControlPlaneProcess startHeldAt(List<Point> points, Map<String, String> environment) {
        try {
            Files.createDirectories(reached);
            for (Point point : points) {
                Files.deleteIfExists(reached.resolve(point.toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> added = new HashMap<>(environment);
        added.put(CrashPoints.POINTS, points.stream().map(Point::toString).collect(Collectors.joining(",")));
        added.put(CrashPoints.REACHED, reached.toString());
        return system.startControlPlane(added);
    }

    void awaitAll(List<Point> points) {
        for (Point point : points) {
            await(
                    "the boundary " + point + " to be reached",
                    PATIENCE,
                    () -> Files.exists(reached.resolve(point.toString())));
        }
    }

    /** Has every server added at once, and kills when each boundary is reached; the operators never hear an answer. */
    void killWhileServersJoin(ControlPlaneProcess doomed, List<Point> points) {
        List<Thread> operators = system.servers().stream()
                .map(server -> Thread.ofVirtual().start(() -> addAndLoseTheAnswer(server)))
                .toList();
        awaitAll(points);
        doomed.kill();
        await("the operators' calls to end", PATIENCE, () -> operators.stream().noneMatch(Thread::isAlive));
    }

    /** Adds every server once more, as operators do who heard nothing: it joins, or has joined. */
    void seeServersJoined() {
        for (SimulatedServer server : system.servers()) {
            HttpResponse<String> story = system.call("POST", "/servers/", system.addServer(server));
            if (story.statusCode() == 200) {
                assertThat(story.body()).contains("completed server bootstrapping");
            } else {
                assertThat(story.statusCode()).as(story.body()).isEqualTo(409);
            }
        }
    }

    private void addAndLoseTheAnswer(SimulatedServer server) {
        try {
            system.call("POST", "/servers/", system.addServer(server));
        } catch (UncheckedIOException connectionDied) {
            // It dies with the control plane: that is the test.
            assertThat(connectionDied).isNotNull();
        }
    }
}
