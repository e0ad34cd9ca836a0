/** A GPU host's verification port, as whoever verifies asks it: messages, calls, the order of an examination. */
@NullMarked
package dev.rigger.gpv1.host;

import org.jspecify.annotations.NullMarked;
