package dev.rigger.activities.validator.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** Which addresses belong to the public network; those inside of others, as IPv6 writes IPv4, are looked at too. */
final class PublicAddresses {
    /** First bytes and how many bits of them count: what the registries keep for special purposes. */
    private static final List<Block> SPECIAL_4 = List.of(
            new Block(8, 0),
            new Block(8, 10),
            new Block(10, 100, 64),
            new Block(8, 127),
            new Block(16, 169, 254),
            new Block(12, 172, 16),
            new Block(24, 192, 0, 0),
            new Block(24, 192, 0, 2),
            new Block(24, 192, 88, 99),
            new Block(16, 192, 168),
            new Block(15, 198, 18),
            new Block(24, 198, 51, 100),
            new Block(24, 203, 0, 113),
            new Block(3, 224));

    private static final Block GLOBAL_6 = new Block(3, 0x20);
    private static final Block DOCUMENTATION_6 = new Block(32, 0x20, 0x01, 0x0d, 0xb8);
    private static final Block TEREDO = new Block(32, 0x20, 0x01, 0, 0);
    private static final Block SIX_TO_FOUR = new Block(16, 0x20, 0x02);
    private static final Block TRANSLATED = new Block(96, 0, 0x64, 0xff, 0x9b);

    private PublicAddresses() {}

    private record Block(int bits, byte[] prefix) {
        Block(int bits, int... prefix) {
            this(bits, bytes(prefix));
        }

        boolean contains(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                int own = bit / 8 < prefix.length ? prefix[bit / 8] : 0;
                if ((own & mask) != (address[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }

        private static byte[] bytes(int[] values) {
            byte[] bytes = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                bytes[i] = (byte) values[i];
            }
            return bytes;
        }
    }

    static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (!(address instanceof Inet6Address)) {
            return SPECIAL_4.stream().noneMatch(block -> block.contains(bytes));
        }
        if (TRANSLATED.contains(bytes)) {
            return SPECIAL_4.stream().noneMatch(block -> block.contains(Arrays.copyOfRange(bytes, 12, 16)));
        }
        if (SIX_TO_FOUR.contains(bytes)) {
            return SPECIAL_4.stream().noneMatch(block -> block.contains(Arrays.copyOfRange(bytes, 2, 6)));
        }
        return GLOBAL_6.contains(bytes) && !DOCUMENTATION_6.contains(bytes) && !TEREDO.contains(bytes);
    }
}
