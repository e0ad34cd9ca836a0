/** Rigger's own verifier: makes GPU challenges, keeps their secret half, and judges the answers. */
@NullMarked
package dev.rigger.activities.proof;

import org.jspecify.annotations.NullMarked;
