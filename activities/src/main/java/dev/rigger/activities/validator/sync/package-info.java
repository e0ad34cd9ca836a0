/** The validator's lists, pulled, doubted and written, so that polling alone reaches what events reach. */
@NullMarked
package dev.rigger.activities.validator.sync;

import org.jspecify.annotations.NullMarked;
