/** The validator's side of Rigger: its HTTP API with every answer a value, and the activities that ask it. */
@NullMarked
package dev.rigger.activities.validator;

import org.jspecify.annotations.NullMarked;
