/** Cache cleanup on one server, on a schedule. */
@NullMarked
package dev.rigger.workflows.cache;

import org.jspecify.annotations.NullMarked;
