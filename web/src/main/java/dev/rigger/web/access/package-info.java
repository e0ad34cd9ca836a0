/** Who may call: signed requests, and protection against their repetition. */
@NullMarked
package dev.rigger.web.access;

import org.jspecify.annotations.NullMarked;
