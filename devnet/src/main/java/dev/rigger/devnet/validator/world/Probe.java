package dev.rigger.devnet.validator.world;

import dev.rigger.devnet.validator.platform.Instance;

/** How it is found out whether an instance answers. */
interface Probe {
    /** What a probe found. */
    enum Finding {
        ANSWERS,
        /** It does not answer now: a few of these end it. */
        SILENT,
        /** It answers what no honest copy would: ends it at once. */
        WRONG,
        /** Nobody can say, because it has never answered yet; not held against it. */
        UNKNOWN
    }

    Finding ping(Instance instance);
}
