package dev.rigger.activities.validator.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damages an answer in one of many ways; the same dice, the same damage. */
final class Mutation {
    private static final Pattern VALUE = Pattern.compile("(?<=:\\s?)(\"[^\"]*+\"|-?\\d+(?:\\.\\d+)?|true|false|null)");
    private static final Pattern FIELD = Pattern.compile("\"[a-z_]+\":");
    private static final List<String> HOSTILE = List.of(
            "null",
            "[]",
            "{}",
            "\"\"",
            "-1",
            "0",
            "1e999",
            "-1e999",
            "9223372036854775807",
            "99999999999999999999999999",
            "1E-400",
            "true",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"99999-99-99T99:99:99\"",
            "\"9999999-01-01T00:00:00\"",
            "NaN",
            "\"../../etc/passwd\"",
            "\"'; DROP TABLE chutes; --\"",
            "[" + "[".repeat(2_000) + "]".repeat(2_000) + "]",
            "\"" + "x".repeat(100_000) + "\"",
            "[" + "1,".repeat(30_000) + "1]",
            "1" + "0".repeat(5_000));

    private final RandomGenerator dice;

    Mutation(RandomGenerator dice) {
        this.dice = dice;
    }

    byte[] of(byte[] answer) {
        byte[] damaged = answer;
        for (int times = 1 + dice.nextInt(3); times > 0; times--) {
            damaged = once(damaged);
        }
        return damaged;
    }

    private byte[] once(byte[] answer) {
        return switch (dice.nextInt(10)) {
            case 0 -> Arrays.copyOf(answer, dice.nextInt(answer.length + 1));
            case 1 -> flipped(answer);
            case 2 -> spliced(answer, random(1 + dice.nextInt(64)), 0);
            case 3 -> spliced(answer, new byte[0], dice.nextInt(64));
            case 4 -> spliced(answer, slice(answer), 0);
            case 5, 6 -> replaced(answer, VALUE, HOSTILE.get(dice.nextInt(HOSTILE.size())));
            case 7 -> replaced(answer, FIELD, "\"other\":");
            case 8 -> new byte[0];
            default -> replaced(answer, Pattern.compile("data: "), dice.nextBoolean() ? "data:" : "data: {}\ndata: ");
        };
    }

    private byte[] flipped(byte[] answer) {
        byte[] flipped = answer.clone();
        for (int i = dice.nextInt(8); i >= 0 && flipped.length > 0; i--) {
            flipped[dice.nextInt(flipped.length)] = (byte) dice.nextInt(256);
        }
        return flipped;
    }

    private byte[] spliced(byte[] answer, byte[] inserted, int removed) {
        int at = dice.nextInt(answer.length + 1);
        int end = Math.min(answer.length, at + removed);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(answer, 0, at);
        bytes.writeBytes(inserted);
        bytes.write(answer, end, answer.length - end);
        return bytes.toByteArray();
    }

    private byte[] slice(byte[] answer) {
        int from = dice.nextInt(answer.length + 1);
        return Arrays.copyOfRange(answer, from, from + dice.nextInt(answer.length - from + 1));
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        dice.nextBytes(bytes);
        return bytes;
    }

    private byte[] replaced(byte[] answer, Pattern what, String with) {
        String text = new String(answer, UTF_8);
        Matcher places = what.matcher(text);
        int count = (int) places.results().count();
        if (count == 0) {
            return answer;
        }
        int chosen = dice.nextInt(count);
        places.reset();
        for (int i = 0; i <= chosen; i++) {
            places.find();
        }
        return (text.substring(0, places.start()) + with + text.substring(places.end())).getBytes(UTF_8);
    }
}
