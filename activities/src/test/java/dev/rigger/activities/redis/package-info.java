/** Tests of what listeners hear, with a real Redis that is killed. */
@NullMarked
package dev.rigger.activities.redis;

import org.jspecify.annotations.NullMarked;
