/** Tests. */
@NullMarked
package dev.rigger.activities.kubernetes.cluster;

import org.jspecify.annotations.NullMarked;
