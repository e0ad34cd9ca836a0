package dev.rigger.simulator.world;

import dev.rigger.simulator.engine.Dice;
import dev.rigger.simulator.engine.Dice.Of;

/** What users want of public chutes: by the hour of the day, with noise that lasts a while, and sometimes a burst. */
public final class Demand {
    private static final double HOUR = 3_600_000;
    private static final double DAILY_SWING = 0.4;
    private static final double NOISE = 0.35;
    private static final double NOISE_LASTS = HOUR / 2;
    private static final double BURST_LASTS = 2 * HOUR;
    private static final double BURST_CHANCE = 0.03;

    private final Dice dice;

    public Demand(Dice dice) {
        this.dice = dice;
    }

    /** How many copies would be fully busy at that moment. */
    public double busyCopies(ChuteSpec chute, long millis) {
        double hour = millis / HOUR;
        double daily = 1 + DAILY_SWING * StrictMath.cos(2 * Math.PI * (hour - chute.peakHour()) / 24);
        return chute.appetite() * daily * noise(chute.index(), millis) * burst(chute.index(), millis);
    }

    private double noise(int chute, long millis) {
        double position = millis / NOISE_LASTS;
        long before = (long) Math.floor(position);
        double share = position - before;
        double level =
                (1 - share) * dice.normal(Of.DEMAND, chute, before) + share * dice.normal(Of.DEMAND, chute, before + 1);
        return StrictMath.exp(NOISE * level - NOISE * NOISE / 2);
    }

    private double burst(int chute, long millis) {
        long which = (long) (millis / BURST_LASTS);
        return dice.chance(Of.BURST, chute, which, BURST_CHANCE) ? 2 + 2 * dice.uniform(Of.BURST, ~chute, which) : 1;
    }
}
