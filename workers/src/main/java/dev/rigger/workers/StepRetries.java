package dev.rigger.workers;

import dev.rigger.settings.Periods;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import jakarta.inject.Singleton;

/**
 * Gives every activity the pauses between its attempts from the settings. Workflows say how often and for how long they try,
 * not how fast: a history replays under other settings, because retry policies take no part in matching commands.
 */
@Singleton
public final class StepRetries extends WorkerInterceptorBase {
    private final Periods periods;

    StepRetries(Periods periods) {
        this.periods = periods;
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new WorkflowInboundCallsInterceptorBase(next) {
            @Override
            public void init(WorkflowOutboundCallsInterceptor outbound) {
                super.init(new Paced(outbound));
            }
        };
    }

    private ActivityOptions paced(ActivityOptions options) {
        RetryOptions retries =
                options.getRetryOptions() == null ? RetryOptions.getDefaultInstance() : options.getRetryOptions();
        return ActivityOptions.newBuilder(options)
                .setRetryOptions(RetryOptions.newBuilder(retries)
                        .setInitialInterval(periods.stepRetry())
                        .setMaximumInterval(periods.stepRetryMax())
                        .build())
                .build();
    }

    private final class Paced extends WorkflowOutboundCallsInterceptorBase {
        Paced(WorkflowOutboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
            return super.executeActivity(new ActivityInput<>(
                    input.getActivityName(),
                    input.getResultClass(),
                    input.getResultType(),
                    input.getArgs(),
                    paced(input.getOptions()),
                    input.getHeader()));
        }
    }
}
