package dev.rigger.simulator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A scale with round ticks, from values to pixels. */
record Axis(double least, double most, double step, double from, double to) {

    /** @param least and most values that must be within */
    static Axis round(double least, double most, int ticks, double from, double to) {
        double range = most > least ? most - least : 1;
        double raw = range / ticks;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power * 10;
        for (double nice : new double[] {1, 2, 2.5, 5}) {
            if (nice * power >= raw) {
                step = nice * power;
                break;
            }
        }
        return new Axis(Math.floor(least / step) * step, Math.ceil(most / step) * step, step, from, to);
    }

    /** Ticks that mean something of a day. */
    static Axis hours(double hours, double from, double to) {
        double step = 1;
        for (double nice : new double[] {2, 3, 6, 12, 24, 48, 96}) {
            if (hours / step > 10) {
                step = nice;
            }
        }
        return new Axis(0, hours, step, from, to);
    }

    double pixel(double value) {
        return from + (value - least) / (most - least) * (to - from);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (long i = Math.round(least / step); i * step <= most + step * 1e-6; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** 2.5M, 300k, 7. */
    static String label(double value) {
        double size = Math.abs(value);
        if (size >= 1e6) {
            return plain(value / 1e6) + " M";
        }
        return size >= 1e4 ? plain(value / 1e3) + " k" : plain(value);
    }

    private static String plain(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
