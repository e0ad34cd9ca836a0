/** What operators want to stay as it is. */
@NullMarked
package dev.rigger.web.pins;

import org.jspecify.annotations.NullMarked;
