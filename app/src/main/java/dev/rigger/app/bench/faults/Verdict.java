package dev.rigger.app.bench.faults;

import dev.rigger.devnet.validator.faults.FaultKind;
import java.util.Locale;

/**
 * What one fault did to one fleet.
 *
 * @param serving deployments that served when it began
 * @param removed of those, how many no longer do
 * @param leaked GPUs that are owned by a deployment that the validator knows nothing of, in the end
 * @param doubled launches too many
 * @param passes that began after the fault's end, until everything was decided rightly
 * @param late whether it was not carried out in the time that a trial waits
 * @param note what a reader should know besides; empty when nothing
 */
public record Verdict(
        FaultKind fault,
        FleetState fleet,
        int serving,
        int removed,
        int leaked,
        int doubled,
        int passes,
        boolean late,
        String note) {
    static final int MOST_PASSES = 2;

    public boolean isGood() {
        return removed == 0 && leaked == 0 && doubled == 0 && passes <= MOST_PASSES && !late;
    }

    static String csvHeader() {
        return "fault,fleet,serving,removed,leaked,doubled,passes,late,good,note";
    }

    String csv() {
        return String.join(
                ",",
                fault.wireName(),
                fleetName(),
                Integer.toString(serving),
                Integer.toString(removed),
                Integer.toString(leaked),
                Integer.toString(doubled),
                Integer.toString(passes),
                Boolean.toString(late),
                Boolean.toString(isGood()),
                note.replace(',', ';').replace('\n', ' '));
    }

    static String markdownHeader() {
        return """
                | fault | fleet | serving | removed | leaked GPUs | doubled | passes to right | | note |
                | --- | --- | --: | --: | --: | --: | --: | --- | --- |""";
    }

    String markdown() {
        return "| %s | %s | %d | %d | %d | %d | %d | %s | %s |"
                .formatted(
                        fault.wireName(),
                        fleetName(),
                        serving,
                        removed,
                        leaked,
                        doubled,
                        passes,
                        isGood() ? "good" : "**BAD**",
                        note);
    }

    private String fleetName() {
        return fleet.name().toLowerCase(Locale.ROOT);
    }
}
