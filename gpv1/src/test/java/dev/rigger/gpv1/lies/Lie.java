package dev.rigger.gpv1.lies;

import java.util.function.Supplier;

/**
 * A row of the table.
 *
 * @param name what is pretended
 * @param how the best that this liar can do
 * @param verdict of an examination of such a server, anew at every call
 * @param expected the verdict's code
 * @param rule by which it is refused, or why it is not
 * @param odds of getting away with it
 */
record Lie(String name, String how, Supplier<String> verdict, String expected, String rule, String odds) {}
