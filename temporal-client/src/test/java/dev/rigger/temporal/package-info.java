/** Temporal's side doors, against the real development server. */
@NullMarked
package dev.rigger.temporal;

import org.jspecify.annotations.NullMarked;
