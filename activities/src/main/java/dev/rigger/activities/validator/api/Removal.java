package dev.rigger.activities.validator.api;

/** What became of something that was to go. */
public enum Removal {
    DONE,
    /** 404: it was gone before. */
    WAS_GONE
}
