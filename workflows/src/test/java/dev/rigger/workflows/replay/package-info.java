/** Histories of earlier releases still replay. */
@NullMarked
package dev.rigger.workflows.replay;

import org.jspecify.annotations.NullMarked;
