package dev.rigger.workers.leadership;

/** Something that only the leading process does. Begun again after it was ended, any number of times. */
public interface LeaderDuty {

    String name();

    /** Returns once the duty runs in the background. */
    void begin();

    /** Returns once nothing of it runs any more; ending what was not begun is nothing. */
    void end();
}
