package dev.rigger.activities.kubernetes.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves out what a cluster cannot do, and prints how much of the contract ran on it. */
final class CapabilityCount implements ExecutionCondition, BeforeEachCallback, AfterAllCallback {
    private final AtomicInteger ran = new AtomicInteger();
    private final Map<Capability, AtomicInteger> lacked = new ConcurrentHashMap<>();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<Capability> lacking = context.getTestMethod()
                .map(method -> method.getAnnotation(Needs.class))
                .map(Needs::value)
                .filter(needed -> Stream.of(has(context).value()).noneMatch(needed::equals));
        lacking.ifPresent(needed ->
                lacked.computeIfAbsent(needed, n -> new AtomicInteger()).incrementAndGet());
        return lacking.map(needed ->
                        ConditionEvaluationResult.disabled(has(context).cluster() + " lacks " + needed))
                .orElse(ConditionEvaluationResult.enabled("able"));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ran.incrementAndGet();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        System.out.println(
                "Cluster contract: " + ran + " tests ran on the " + has(context).cluster()
                        + "; left out for what it lacks: " + (lacked.isEmpty() ? "none" : new TreeMap<>(lacked)));
    }

    private static Has has(ExtensionContext context) {
        return context.getRequiredTestClass().getAnnotation(Has.class);
    }
}
