package dev.rigger.placement.value;

/** What is believed of a probability before anything was seen: as if so many had gone well and so many badly. */
public record Beta(double well, double badly) {

    public double mean() {
        return well / (well + badly);
    }

    /** What is believed after so many more went well and badly. */
    public double after(long moreWell, long moreBadly) {
        return (well + moreWell) / (well + moreWell + badly + moreBadly);
    }
}
