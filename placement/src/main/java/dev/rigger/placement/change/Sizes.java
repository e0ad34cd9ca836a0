package dev.rigger.placement.change;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers in explanations: how far apart two are, and how they are written. */
public final class Sizes {

    /** As far apart as a number and zero count. */
    private static final double FAR = 6;

    /** Digits that people read, and to which numbers are rounded. */
    private static final int DIGITS = 3;

    private Sizes() {}

    /** How far apart two numbers are, whatever their unit: 0 for the same, 0.69 for the double or the half. */
    static double ratio(double one, double other) {
        if (one <= 0 || other <= 0) {
            return one == other ? 0 : FAR;
        }
        return Math.min(FAR, Math.abs(Math.log(one / other)));
    }

    /** The nearest number of three digits that is not nearer to {@code from} than {@code value} is. */
    public static double away(double value, double from) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        RoundingMode mode = value > from ? RoundingMode.CEILING : RoundingMode.FLOOR;
        return new BigDecimal(value).round(new MathContext(DIGITS, mode)).doubleValue();
    }

    public static String text(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_UP));
        return Math.abs(value) >= 1_000
                ? String.format(Locale.ROOT, "%,.0f", rounded)
                : rounded.stripTrailingZeros().toPlainString();
    }

    /** What a number has to be at least, when it has to grow, or at most. */
    static String limit(double value, double before) {
        if (value <= 0) {
            return "no";
        }
        return value > before ? "at least " + text(value) : "at most " + text(value);
    }
}
