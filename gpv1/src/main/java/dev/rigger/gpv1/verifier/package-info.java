/** The side that has no GPU: makes challenges from a few rows it recomputes, and judges answers. */
@NullMarked
package dev.rigger.gpv1.verifier;

import org.jspecify.annotations.NullMarked;
