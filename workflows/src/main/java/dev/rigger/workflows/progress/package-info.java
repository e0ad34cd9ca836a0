/** Lines of progress that a caller can read again from the beginning. */
@NullMarked
package dev.rigger.workflows.progress;

import org.jspecify.annotations.NullMarked;
