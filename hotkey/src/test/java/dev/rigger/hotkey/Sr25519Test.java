package dev.rigger.hotkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Sr25519Test {
    private static final HexFormat HEX = HexFormat.of();
    private static final BigInteger GROUP_ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private final AuthVectors vectors = AuthVectors.load();

    @ParameterizedTest
    @MethodSource("dev.rigger.hotkey.AuthVectors#good")
    void aSignatureOfAnotherImplementationVerifies(AuthVectors.Vector vector) {
        byte[] key = HEX.parseHex(vectors.signer(vector).publicKeyHex());

        assertThat(Sr25519.verify(key, vector.signed(), vector.signature())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.rigger.hotkey.AuthVectors#bad")
    void aSignatureOfAnotherMessageIsRefused(AuthVectors.Vector vector) {
        byte[] key = HEX.parseHex(vectors.signer(vector).publicKeyHex());

        assertThat(Sr25519.verify(key, vector.signed(), vector.signature())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a,"
                + "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
        "fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e,"
                + "46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a",
        "0x0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20,"
                + "10c68432943c68a6e1be650818b5e08db79e57823de9f34df7ba36d404d91e1d"
    })
    void aSeedHasItsWellKnownPublicKey(String seed, String publicKey) {
        assertThat(HEX.formatHex(Hotkey.fromSeed(seed).publicKey())).isEqualTo(publicKey);
    }

    @Test
    void theRustTestSuitesKnownSignatureVerifies() {
        byte[] key = HEX.parseHex("46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a");
        byte[] signature = HEX.parseHex("4e172314444b8f820bb54c22e95076f220ed25373e5c178234aa6c211d292712"
                + "44b947e3ff3418ff6b45fd1df1140c8cbff69fc58ee6dc96df70936a2bb74b82");

        assertThat(Sr25519.verify(key, bytes("this is a message"), signature)).isTrue();
        assertThat(Sr25519.verify(key, bytes("this is another message"), signature))
                .isFalse();
    }

    @Test
    void everySeedsSignatureOfEveryMessageVerifiesAndNoTwoAreAlike() {
        Random random = new Random(20260805);
        for (int i = 0; i < 60; i++) {
            Hotkey hotkey = Hotkey.fromSeed(HEX.formatHex(randomBytes(random, 32)));
            // Lengths around STROBE's rate of 166 bytes reach every branch of the sponge.
            byte[] message = randomBytes(random, random.nextInt(400));
            byte[] signature = hotkey.sign(message);

            assertThat(signature).hasSize(Sr25519.SIGNATURE_BYTES);
            assertThat(signature[63] & 0x80).as("marker bit").isEqualTo(0x80);
            assertThat(Sr25519.verify(hotkey.publicKey(), message, signature)).isTrue();
            assertThat(hotkey.sign(message)).isNotEqualTo(signature);
        }
    }

    @Test
    void oneFlippedBitAnywhereIsRefused() {
        Random random = new Random(7);
        Hotkey hotkey = vectors.miner().hotkey();
        byte[] message = randomBytes(random, 80);
        byte[] signature = hotkey.sign(message);
        for (int i = 0; i < 120; i++) {
            byte[] otherSignature = flip(signature, random.nextInt(512));
            byte[] otherMessage = flip(message, random.nextInt(640));
            byte[] otherKey = flip(hotkey.publicKey(), random.nextInt(256));

            assertThat(Sr25519.verify(hotkey.publicKey(), message, otherSignature))
                    .isFalse();
            assertThat(Sr25519.verify(hotkey.publicKey(), otherMessage, signature))
                    .isFalse();
            assertThat(Sr25519.verify(otherKey, message, signature)).isFalse();
        }
    }

    @Test
    void aSecondEncodingOfASignatureIsRefused() {
        Hotkey hotkey = vectors.miner().hotkey();
        byte[] message = bytes("replay me");
        byte[] signature = hotkey.sign(message);
        byte[] answer = Arrays.copyOfRange(signature, 32, 64);
        answer[31] &= 0x7f;
        BigInteger shifted = littleEndian(answer).add(GROUP_ORDER);
        byte[] malleated = signature.clone();
        byte[] bigEndian = shifted.toByteArray();
        for (int i = 0; i < 32; i++) {
            malleated[32 + i] = i < bigEndian.length ? bigEndian[bigEndian.length - 1 - i] : 0;
        }
        malleated[63] |= (byte) 0x80;

        assertThat(Sr25519.verify(hotkey.publicKey(), message, malleated)).isFalse();
    }

    @Test
    void malformedKeysAndSignaturesAreFalseAndNoException() {
        byte[] key = vectors.miner().hotkey().publicKey();
        byte[] message = bytes("m");
        byte[] ones = new byte[64];
        Arrays.fill(ones, (byte) 0xff);

        assertThat(Sr25519.verify(key, message, new byte[0])).isFalse();
        assertThat(Sr25519.verify(key, message, new byte[63])).isFalse();
        assertThat(Sr25519.verify(key, message, new byte[64])).isFalse();
        assertThat(Sr25519.verify(key, message, ones)).isFalse();
        assertThat(Sr25519.verify(new byte[31], message, ones)).isFalse();
        assertThat(Sr25519.verify(Arrays.copyOf(ones, 32), message, ones)).isFalse();
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    private static byte[] flip(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        copy[bit / 8] ^= (byte) (1 << (bit % 8));
        return copy;
    }

    private static byte[] randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
