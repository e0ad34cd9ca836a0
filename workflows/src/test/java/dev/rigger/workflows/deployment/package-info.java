/** A deployment's life, path by path. */
@NullMarked
package dev.rigger.workflows.deployment;

import org.jspecify.annotations.NullMarked;
