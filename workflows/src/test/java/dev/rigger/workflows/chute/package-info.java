/** Chutes and their owner. */
@NullMarked
package dev.rigger.workflows.chute;

import org.jspecify.annotations.NullMarked;
