package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.platform.Instance;

/** How it is found out whether an instance is what it should be. */
interface Probe {
    /** @param what was found, in words; empty where nothing is wrong */
    record Finding(Kind kind, String what) {
        static final Finding WELL = new Finding(Kind.WELL, "");
        static final Finding UNKNOWN = new Finding(Kind.UNKNOWN, "");

        static Finding soft(String what) {
            return new Finding(Kind.SOFT, what);
        }

        static Finding hard(String what) {
            return new Finding(Kind.HARD, what);
        }
    }

    /** What a finding means for an instance. */
    enum Kind {
        WELL,
        /** It does not answer, or too late: a few of these end it. */
        SOFT,
        /** It answers what no honest copy would: ends it at once. */
        HARD,
        /** Nobody can say yet, or it has never answered at all; not held against it. */
        UNKNOWN
    }

    /** What was found since this was asked last. */
    Finding look(Instance instance);
}
