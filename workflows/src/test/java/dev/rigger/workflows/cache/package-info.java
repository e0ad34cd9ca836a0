/** Cache cleanup. */
@NullMarked
package dev.rigger.workflows.cache;

import org.jspecify.annotations.NullMarked;
