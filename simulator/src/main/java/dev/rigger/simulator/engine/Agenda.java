package dev.rigger.simulator.engine;

import java.util.Arrays;

/**
 * Virtual time, in milliseconds from the start of a run, and what is to happen in it. What is due at the same moment happens
 * in the order in which it was noted, so that a run is the same each time.
 */
public final class Agenda {
    private long[] due = new long[1024];
    private long[] order = new long[1024];
    private Runnable[] what = new Runnable[1024];
    private int size;
    private long noted;
    private long now;

    public long now() {
        return now;
    }

    public void at(long millis, Runnable event) {
        if (millis < now) {
            throw new IllegalArgumentException("it is " + now + " ms already, too late for " + millis);
        }
        if (size == due.length) {
            due = Arrays.copyOf(due, size * 2);
            order = Arrays.copyOf(order, size * 2);
            what = Arrays.copyOf(what, size * 2);
        }
        int at = size++;
        long number = noted++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!before(millis, number, parent)) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        put(at, millis, number, event);
    }

    public void in(long millis, Runnable event) {
        at(now + millis, event);
    }

    /** Now and then: first at {@code first}, and again each {@code period}. */
    public void every(long first, long period, Runnable event) {
        at(first, () -> {
            event.run();
            every(now + period, period, event);
        });
    }

    /** Lets everything happen that is due before {@code end}; afterwards it is {@code end}. */
    public void runUntil(long end) {
        while (size > 0 && due[0] < end) {
            now = due[0];
            takeFirst().run();
        }
        now = end;
    }

    private Runnable takeFirst() {
        Runnable first = what[0];
        size--;
        long lastDue = due[size];
        long lastOrder = order[size];
        Runnable last = what[size];
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && before(due[child + 1], order[child + 1], child)) {
                child++;
            }
            if (before(lastDue, lastOrder, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        put(at, lastDue, lastOrder, last);
        return first;
    }

    private boolean before(long millis, long number, int other) {
        return millis < due[other] || millis == due[other] && number < order[other];
    }

    private void move(int from, int to) {
        put(to, due[from], order[from], what[from]);
    }

    private void put(int at, long millis, long number, Runnable event) {
        due[at] = millis;
        order[at] = number;
        what[at] = event;
    }
}
