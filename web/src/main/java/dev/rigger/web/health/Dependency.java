package dev.rigger.web.health;

/** Something that this process cannot do its work without. */
interface Dependency {
    String name();

    /** Returns when it answered; any exception means that it did not. */
    void ask() throws Exception;
}
