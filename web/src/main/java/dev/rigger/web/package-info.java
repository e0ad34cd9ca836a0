/** The process that operators, tools and browsers talk to. */
@NullMarked
package dev.rigger.web;

import org.jspecify.annotations.NullMarked;
