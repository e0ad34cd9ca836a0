/** The side that has the GPU: does the work, opens the key boxes, answers audits. */
@NullMarked
package dev.rigger.gpv1.prover;

import org.jspecify.annotations.NullMarked;
