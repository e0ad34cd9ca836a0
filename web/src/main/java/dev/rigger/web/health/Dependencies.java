package dev.rigger.web.health;

import dev.rigger.web.access.RedisUses;
import dev.rigger.web.answers.WebRole;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.annotation.Order;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** PostgreSQL, Redis and Temporal. */
@WebRole
@Factory
final class Dependencies {
    private static final int SECONDS = 2;

    private record Named(String name, Question question) implements Dependency {
        @Override
        public void ask() throws Exception {
            question.ask();
        }
    }

    private interface Question {
        void ask() throws Exception;
    }

    @Order(1)
    @Singleton
    Dependency database(DatabasePing database) {
        return new Named("database", database::one);
    }

    @Order(2)
    @Singleton
    Dependency redis(RedisUses redis) {
        return new Named("redis", redis::ping);
    }

    @Order(3)
    @Singleton
    Dependency temporal(WorkflowClient client) {
        DescribeNamespaceRequest request = DescribeNamespaceRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .build();
        return new Named(
                "temporal",
                () -> client.getWorkflowServiceStubs()
                        .blockingStub()
                        .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                        .describeNamespace(request));
    }
}
