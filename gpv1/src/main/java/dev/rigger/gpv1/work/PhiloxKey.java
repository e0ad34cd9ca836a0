package dev.rigger.gpv1.work;

/** The two words of a Philox4x32-10 key: whoever has them has the whole stream. */
public record PhiloxKey(int k0, int k1) {}
