/** Proofs of GPUs that have joined. */
@NullMarked
package dev.rigger.workflows.proof;

import org.jspecify.annotations.NullMarked;
