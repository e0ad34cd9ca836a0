package dev.rigger.placement.explain;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.change.Change;
import dev.rigger.placement.change.Sizes;
import java.util.ArrayList;
import java.util.List;

/** Makes changes that are enough as small as they can be: leaves out what is not needed, and halves what can be halved. */
final class Narrowing {

    /** Halvings of one number; three digits need no more. */
    private static final int HALVINGS = 24;

    /** Two numbers nearer than this read the same. */
    private static final double SAME = 0.005;

    private final Question question;
    private final Fate fate;
    private final Trials trials;

    Narrowing(Question question, Fate fate, Trials trials) {
        this.question = question;
        this.fate = fate;
        this.trials = trials;
    }

    /** @param enough known to be enough as they are */
    List<Change> of(List<Lever> enough) {
        List<Lever> levers = needed(enough);
        List<Change> changes =
                new ArrayList<>(levers.stream().map(Lever::strong).toList());
        for (int i = 0; i < levers.size(); i++) {
            Lever.Dial dial = levers.get(i).dial();
            if (dial != null) {
                narrow(changes, i, dial);
            }
        }
        leaveOutNeedless(changes);
        return changes;
    }

    /** Once the numbers are small, they may be enough without what had to come before them. */
    private void leaveOutNeedless(List<Change> changes) {
        for (int i = 0; changes.size() > 1 && i < changes.size(); ) {
            Change left = changes.remove(i);
            if (!differs(changes)) {
                changes.add(i, left);
                i++;
            }
        }
    }

    private List<Lever> needed(List<Lever> enough) {
        List<Lever> levers = new ArrayList<>(enough);
        for (int i = 0; levers.size() > 1 && i < levers.size(); ) {
            Lever left = levers.remove(i);
            if (!differs(levers.stream().map(Lever::strong).toList())) {
                levers.add(i, left);
                i++;
            }
        }
        return levers;
    }

    private void narrow(List<Change> changes, int which, Lever.Dial dial) {
        double not = dial.from();
        double enough = dial.to();
        for (int i = 0; i < HALVINGS && !trials.exhausted() && apart(not, enough, dial.whole()); i++) {
            double middle = middle(not, enough, dial.whole());
            if (tried(changes, which, dial, middle)) {
                enough = middle;
            } else {
                not = middle;
            }
        }
        double rounded = dial.whole() ? enough : Sizes.away(enough, dial.from());
        if (rounded != enough) {
            tried(changes, which, dial, rounded);
        }
    }

    /** Keeps the change with this value when it is enough. */
    private boolean tried(List<Change> changes, int which, Lever.Dial dial, double value) {
        Change before = changes.set(which, dial.at().apply(value));
        if (differs(changes)) {
            return true;
        }
        changes.set(which, before);
        return false;
    }

    private static boolean apart(double not, double enough, boolean whole) {
        double distance = Math.abs(enough - not);
        return whole ? distance > 1 : distance > SAME * Math.abs(enough) && distance > 1e-6;
    }

    /** Between numbers of different size by their ratio, so that small ones are found as fast as big ones. */
    private static double middle(double not, double enough, boolean whole) {
        if (whole) {
            return Math.rint((not + enough) / 2);
        }
        boolean far = not > 0 && enough > 0 && Math.max(not, enough) > 2 * Math.min(not, enough);
        return far ? Math.sqrt(not * enough) : (not + enough) / 2;
    }

    private boolean differs(List<Change> changes) {
        FleetSnapshot changed = trials.changed(changes);
        return !Fate.of(question, changed, trials.plan(changes, changed)).equals(fate);
    }
}
