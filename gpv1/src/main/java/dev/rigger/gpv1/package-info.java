/** GPV1, the open GPU proof: who a GPU claims to be, what it is asked, and what it answers. */
@NullMarked
package dev.rigger.gpv1;

import org.jspecify.annotations.NullMarked;
