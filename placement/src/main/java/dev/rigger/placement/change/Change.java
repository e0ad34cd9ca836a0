package dev.rigger.placement.change;

import dev.rigger.placement.FleetSnapshot;

/**
 * Something that could be otherwise: one difference between a snapshot and another. Numbers are the least (or most) that
 * was found to be enough, rounded to the safe side.
 */
public sealed interface Change permits ChuteChange, ServerChange, CopyChange, FleetChange, LimitChange {

    /** The same fleet with only this changed. */
    FleetSnapshot applied(FleetSnapshot snapshot);

    /**
     * How much it asks for, so that the smallest of several can be told: below 1 waiting a little, about 1 a setting of the
     * operator's, above that what others would have to change, by how much, and at the end what would have to be bought.
     */
    double size();

    /** As a condition, such as {@code gpu-07 were unlocked}. */
    String condition(Names names);
}
