package dev.rigger.workflows.progress;

/**
 * @param stream workflow id and run id, joined by a space
 * @param number from 0, in order
 * @param end whether it is the stream's last line
 */
public record ProgressLine(String stream, int number, String message, End end) {
    public enum End {
        /** More follows. */
        OPEN,
        SUCCEEDED,
        /** The validator refused (409): the wire protocol ends the stream without a word. */
        REFUSED,
        FAILED
    }
}
