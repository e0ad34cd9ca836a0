package dev.rigger.app.whole;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Holds a control plane's work at activities' boundaries, each the first time anything gets there, until somebody kills the
 * process. Several may be held at once, each in a workflow of its own. Only processes that a test starts with {@code
 * RIGGER_CRASH_*} have it.
 */
@Singleton
@Requires(property = "rigger.crash.points")
final class CrashPoints extends WorkerInterceptorBase {
    /** Environment of the process to be killed: the boundaries, and the folder where each leaves a file when it is reached. */
    static final String POINTS = "RIGGER_CRASH_POINTS";

    static final String REACHED = "RIGGER_CRASH_REACHED";

    /** Before the call, or after it had its effect and before anybody was told. */
    enum Side {
        BEFORE,
        AFTER
    }

    /** A boundary, by the activity's type. */
    record Point(String activity, Side side) {
        @Override
        public String toString() {
            return activity + "-" + side;
        }
    }

    private final Set<String> points;
    private final Path reached;

    CrashPoints(
            @Value("${rigger.crash.points}") List<String> points, @Value("${rigger.crash.reached}") String reached) {
        this.points = Set.copyOf(points);
        this.reached = Path.of(reached);
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new ActivityInboundCallsInterceptorBase(next) {
            private String type = "";

            @Override
            public void init(ActivityExecutionContext context) {
                type = context.getInfo().getActivityType();
                super.init(context);
            }

            @Override
            public ActivityOutput execute(ActivityInput input) {
                holdAt(new Point(type, Side.BEFORE));
                ActivityOutput output = super.execute(input);
                holdAt(new Point(type, Side.AFTER));
                return output;
            }
        };
    }

    private void holdAt(Point here) {
        if (!points.contains(here.toString()) || !isFirstAt(here)) {
            return;
        }
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Held at a crash point and let go instead of killed", cancelled);
        }
    }

    private boolean isFirstAt(Point here) {
        try {
            Files.createFile(reached.resolve(here.toString()));
            return true;
        } catch (FileAlreadyExistsException notFirst) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
