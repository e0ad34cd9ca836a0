/** Tests of what a validator may answer, by recorded shapes, and by ten thousand damaged ones. */
@NullMarked
package dev.rigger.activities.validator.api;

import org.jspecify.annotations.NullMarked;
