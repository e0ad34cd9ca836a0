package dev.rigger.app;

/** What a control-plane process is there for; one process may have both. */
enum Role {
    /** Runs workflows and activities, listens to validators, keeps schedules. */
    WORKER,
    /** Answers operators, the CLI and browsers. */
    WEB
}
