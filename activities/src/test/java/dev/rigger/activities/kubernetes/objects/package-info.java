/** Tests. */
@NullMarked
package dev.rigger.activities.kubernetes.objects;

import org.jspecify.annotations.NullMarked;
