/** Tests of the pull of a validator's lists, over real HTTP and a real inventory. */
@NullMarked
package dev.rigger.activities.validator.sync;

import org.jspecify.annotations.NullMarked;
