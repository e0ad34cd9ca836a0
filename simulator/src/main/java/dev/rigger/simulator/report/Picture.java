package dev.rigger.simulator.report;

import dev.rigger.simulator.Simulation;
import java.util.List;
import java.util.Locale;

/**
 * Policies over time, as SVG: what each earned, and by how much it is ahead of the first in the same worlds. Lines are means over
 * the seeds, bands hold eight of ten. Follows the reader's choice of a light or dark page.
 */
public final class Picture {
    private static final int WIDTH = 960;
    private static final int LEFT = 84;
    private static final int RIGHT = 36;
    private static final int PANEL = 250;
    private static final int GAP = 74;

    /** Told apart by most eyes, on white and on black. */
    private static final List<String> COLOURS = List.of(
            "#8a8f98", "#0b84d8", "#e2711d", "#1a9e6c", "#c2549d", "#b8860b", "#7d62d0", "#d64545", "#2aa7b8",
            "#7a8b1f");

    private static final String STYLE = """
            <style>
              svg { background: #ffffff; color: #1d2330; font: 13px system-ui, sans-serif; }
              text { fill: currentColor; }
              .title { font-size: 17px; font-weight: 600; }
              .soft { opacity: 0.72; }
              .grid { stroke: currentColor; stroke-opacity: 0.13; }
              .zero { stroke: currentColor; stroke-opacity: 0.55; }
              .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
              .band { fill-opacity: 0.13; stroke: none; }
              @media (prefers-color-scheme: dark) { svg { background: #14171d; color: #e6e9ef; } .band { fill-opacity: 0.22; } }
            </style>
            """;

    private final StringBuilder svg = new StringBuilder();
    private final Axis time;

    private Picture(double hours) {
        time = Axis.hours(hours, LEFT, WIDTH - RIGHT);
    }

    /** @param about one line that says what was played */
    public static String svg(List<Standing> standings, String about) {
        int samples = standings.getFirst().outcomes().getFirst().unitsOverTime().size();
        return new Picture(hours(samples)).draw(standings, about);
    }

    private String draw(List<Standing> standings, String about) {
        Standing reference = standings.getFirst();
        int legendRows = (standings.size() + 2) / 3;
        double top = 98 + legendRows * 22;
        double height = top + 2 * PANEL + GAP + 56;
        line("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" role=\"img\">", WIDTH, height);
        line("<title>Compute units over time, by policy</title>");
        svg.append(STYLE);
        line("<text class=\"title\" x=\"%d\" y=\"32\">Compute units over time, by policy</text>", LEFT);
        line("<text class=\"soft\" x=\"%d\" y=\"54\">%s</text>", LEFT, escaped(about));
        legend(standings, reference);
        List<Series> units = standings.stream().map(Series::units).toList();
        panel(units, units, top, "compute units so far");
        List<Series> ahead = standings.stream()
                .map(standing -> Series.ahead(standing, reference))
                .toList();
        panel(
                ahead,
                ahead.stream().map(Picture::settled).toList(),
                top + PANEL + GAP,
                "ahead of " + reference.policy() + " in the same world, %");
        line("</svg>");
        return svg.toString();
    }

    private void legend(List<Standing> standings, Standing reference) {
        for (int i = 0; i < standings.size(); i++) {
            Standing standing = standings.get(i);
            double x = LEFT + (i % 3) * 280.0;
            double y = 80 + (i / 3) * 22.0;
            double percent = 100 * (Ratio.of(standing, reference).mean() - 1);
            line("<rect x=\"%.0f\" y=\"%.0f\" width=\"22\" height=\"4\" rx=\"2\" fill=\"%s\"/>", x, y - 6, colour(i));
            line(
                    "<text x=\"%.0f\" y=\"%.0f\">%s%s</text>",
                    x + 30,
                    y,
                    escaped(standing.policy()),
                    standing == reference ? "" : String.format(Locale.ROOT, "  %+.1f %%", percent));
        }
    }

    /** @param scaled what the scale is made for; anything beyond it is drawn at its edge */
    private void panel(List<Series> all, List<Series> scaled, double top, String title) {
        Axis value = Axis.round(
                Math.min(0, scaled.stream().mapToDouble(Series::least).min().orElse(0)),
                Math.max(0, scaled.stream().mapToDouble(Series::most).max().orElse(1)),
                5,
                top + PANEL,
                top);
        line("<text x=\"%d\" y=\"%.0f\" class=\"soft\">%s</text>", LEFT, top - 10, escaped(title));
        grid(value, top);
        for (int i = 0; i < all.size(); i++) {
            curve(all.get(i), value, colour(i));
        }
    }

    private void grid(Axis value, double top) {
        for (double tick : value.ticks()) {
            double y = value.pixel(tick);
            String kind = Math.abs(tick) < value.step() / 2 ? "zero" : "grid";
            line("<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", kind, LEFT, WIDTH - RIGHT, y, y);
            line("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 10, y + 4, Axis.label(tick));
        }
        for (double tick : time.ticks()) {
            double x = time.pixel(tick);
            line("<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", x, x, top, top + PANEL);
            line("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>", x, top + PANEL + 18, Axis.label(tick));
        }
        line(
                "<text class=\"soft\" x=\"%.0f\" y=\"%.0f\" text-anchor=\"middle\">hours since we entered the market</text>",
                (LEFT + WIDTH - RIGHT) / 2.0, top + PANEL + 38);
    }

    private void curve(Series series, Axis value, String colour) {
        StringBuilder mean = new StringBuilder();
        StringBuilder above = new StringBuilder();
        StringBuilder below = new StringBuilder();
        for (int i = 0; i < series.points().size(); i++) {
            Series.Point point = series.points().get(i);
            String x = pixels(time.pixel(hours(i + 1)));
            mean.append(x)
                    .append(',')
                    .append(pixels(clipped(value, point.mean())))
                    .append(' ');
            above.append(x)
                    .append(',')
                    .append(pixels(clipped(value, point.high())))
                    .append(' ');
            below.insert(0, x + ',' + pixels(clipped(value, point.low())) + ' ');
        }
        line(
                "<polygon class=\"band\" fill=\"%s\" points=\"%s\"/>",
                colour, above.append(below).toString().strip());
        line(
                "<polyline class=\"line\" stroke=\"%s\" points=\"%s\"/>",
                colour, mean.toString().strip());
    }

    /** The first hours swing more than all that follows; the scale is made for what follows. */
    private static Series settled(Series series) {
        int size = series.points().size();
        return new Series(series.name(), series.points().subList(size / 8, size));
    }

    private static double clipped(Axis axis, double value) {
        return axis.pixel(Math.clamp(value, axis.least(), axis.most()));
    }

    private static double hours(int samples) {
        return samples * Simulation.SAMPLE.toMinutes() / 60.0;
    }

    private static String colour(int number) {
        return COLOURS.get(number % COLOURS.size());
    }

    private static String pixels(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void line(String format, Object... values) {
        svg.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
