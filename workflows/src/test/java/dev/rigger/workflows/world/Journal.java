package dev.rigger.workflows.world;

import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What was asked of the world, in order, and what fails when it is asked. */
public final class Journal {
    private record Fault(AtomicInteger left, String type, boolean retryable) {}

    private final List<String> calls = new ArrayList<>();
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();

    /** Called first by every step of the world. */
    void note(String step) {
        synchronized (calls) {
            calls.add(step);
        }
        Fault fault = faults.get(step);
        if (fault != null && fault.left().getAndDecrement() > 0) {
            throw fault.retryable()
                    ? ApplicationFailure.newFailure(step + " is told to fail", fault.type())
                    : ApplicationFailure.newNonRetryableFailure(step + " is told to fail", fault.type());
        }
    }

    public void failNext(String step, int times, String type) {
        faults.put(step, new Fault(new AtomicInteger(times), type, true));
    }

    public void failAlways(String step, String type) {
        failNext(step, Integer.MAX_VALUE, type);
    }

    public void failForGood(String step, String type) {
        faults.put(step, new Fault(new AtomicInteger(Integer.MAX_VALUE), type, false));
    }

    public void mend(String step) {
        faults.remove(step);
    }

    public List<String> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    public long count(String step) {
        return calls().stream().filter(step::equals).count();
    }

    public boolean has(String step) {
        return count(step) > 0;
    }
}
