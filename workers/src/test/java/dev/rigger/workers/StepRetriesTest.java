package dev.rigger.workers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.Steps;
import io.temporal.activity.ActivityInterface;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepRetriesTest {
    private static final String QUEUE = "steps";

    @ActivityInterface
    public interface Greeting {
        String greet();
    }

    @WorkflowInterface
    public interface Greets {
        @WorkflowMethod
        String greets();
    }

    public static final class GreetsPatiently implements Greets {
        @Override
        public String greets() {
            return Steps.patient(Greeting.class, "say hello", Duration.ofHours(1))
                    .greet();
        }
    }

    @Test
    void thePausesOfAStepAreTheSettingsDividedByTheTimeFactor() {
        Periods periods = Periods.DEFAULTS.dividedBy(5);
        TestEnvironmentOptions options = TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new StepRetries(periods))
                        .build())
                .build();
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(options)) {
            Worker worker = temporal.newWorker(QUEUE);
            worker.registerWorkflowImplementationTypes(GreetsPatiently.class);
            worker.registerActivitiesImplementations((Greeting) () -> "hello");
            temporal.start();
            Greets greets = temporal.getWorkflowClient()
                    .newWorkflowStub(
                            Greets.class,
                            WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());

            assertThat(greets.greets()).isEqualTo("hello");

            RetryPolicy policy = temporal
                    .getWorkflowClient()
                    .fetchHistory(WorkflowStub.fromTyped(greets).getExecution().getWorkflowId())
                    .getEvents()
                    .stream()
                    .filter(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
                    .findFirst()
                    .orElseThrow()
                    .getActivityTaskScheduledEventAttributes()
                    .getRetryPolicy();
            assertThat(Durations.toMillis(policy.getInitialInterval())).isEqualTo(100);
            assertThat(Durations.toMillis(policy.getMaximumInterval())).isEqualTo(6_000);
        }
    }
}
