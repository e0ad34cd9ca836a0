/** Servers that lie about their GPUs, on simulated chips and a virtual clock, and what a verifier makes of them. */
@NullMarked
package dev.rigger.gpv1.lies;

import org.jspecify.annotations.NullMarked;
