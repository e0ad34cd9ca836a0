/** Tests. */
@NullMarked
package dev.rigger.activities.kubernetes;

import org.jspecify.annotations.NullMarked;
