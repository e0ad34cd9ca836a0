/** The validator's client and activities, against a devnet validator over real sockets. */
@NullMarked
package dev.rigger.activities.validator;

import org.jspecify.annotations.NullMarked;
