/** The coordinator. */
@NullMarked
package dev.rigger.workflows.fleet;

import org.jspecify.annotations.NullMarked;
