/** Tests of calls to a platform that is slow, hostile or gone. */
@NullMarked
package dev.rigger.activities.validator.wire;

import org.jspecify.annotations.NullMarked;
