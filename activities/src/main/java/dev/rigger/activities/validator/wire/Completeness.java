package dev.rigger.activities.validator.wire;

/** Whether a list may be believed as to what is <em>not</em> in it. Stable codes. */
public enum Completeness {
    /** Ended properly, with items. */
    WHOLE,
    /** The validator said in so many words that there are none. */
    EXPLICITLY_EMPTY,
    /** Nothing came, and nothing was said about it: the protocol lets that mean anything. */
    SILENT,
    /** The connection ended inside the list. */
    TRUNCATED,
    /** A line was too long or not readable. */
    UNREADABLE,
    /** Longer than any list has to be. */
    TOO_LONG,
    /** No answer, or an error instead of a list. */
    UNAVAILABLE,
    /** The validator's profile has no such list, so it was not asked. */
    NOT_OFFERED;

    public boolean complete() {
        return this == WHOLE || this == EXPLICITLY_EMPTY;
    }
}
