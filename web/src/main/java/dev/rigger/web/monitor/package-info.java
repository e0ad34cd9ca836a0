/** What agents of worker clusters push, and what they pushed. */
@NullMarked
package dev.rigger.web.monitor;

import org.jspecify.annotations.NullMarked;
