/** What tests of activities share. */
@NullMarked
package dev.rigger.activities;

import org.jspecify.annotations.NullMarked;
