package dev.rigger.hotkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotkeyTest {
    private static final String SEED = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    private static final String ADDRESS = "5CShbTqxKUgKZBRDu1VGVpivm3m415stz86A5GBdoV7wrU1d";

    @TempDir
    private Path folder;

    @Test
    void aSeedIsAcceptedWithAndWithoutItsPrefix() {
        assertThat(Hotkey.fromSeed(SEED).ss58()).isEqualTo(ADDRESS);
        assertThat(Hotkey.fromSeed("0x" + SEED).ss58()).isEqualTo(ADDRESS);
    }

    @Test
    void aWrongSeedIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> Hotkey.fromSeed("5ecre7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("5ecre7")
                .hasMessageNotContaining("'r'")
                .hasNoCause();
        assertThatThrownBy(() -> Hotkey.fromSeed(SEED + "00")).hasMessage("a hotkey seed has 32 bytes, not 33");
    }

    @Test
    void aFileWithASeedGivesItsKey() throws IOException {
        Path file = file("""
                {"accountId": "0x10c6", "publicKey": "0x10c6", "privateKey": "0x00", "secretPhrase": "a \\"b\\" c",
                 "secretSeed": "0x%s", "ss58Address": "%s"}""".formatted(SEED, ADDRESS));

        assertThat(Hotkey.fromFile(file).ss58()).isEqualTo(ADDRESS);
    }

    @Test
    void aFileWithoutASeedGivesTheKeyOfItsExpandedPrivateKey() throws IOException {
        byte[] expanded = expanded();

        Hotkey hotkey = Hotkey.fromFile(file("{\"privateKey\": \"0x%s\", \"ss58Address\": \"%s\"}"
                .formatted(HexFormat.of().formatHex(expanded), ADDRESS)));

        assertThat(hotkey.ss58()).isEqualTo(ADDRESS);
        byte[] message = {1, 2, 3};
        assertThat(Sr25519.verify(Ss58.decode(ADDRESS), message, hotkey.sign(message)))
                .isTrue();
    }

    @Test
    void theEd25519FormOfAPrivateKeyIsRecognisedByTheAddress() throws IOException {
        byte[] expanded = expanded();
        byte[] scalar = Arrays.copyOf(expanded, 32);
        byte[] timesCofactor =
                reversed(new BigInteger(1, reversed(scalar)).shiftLeft(3).toByteArray());
        System.arraycopy(Arrays.copyOf(timesCofactor, 32), 0, expanded, 0, 32);

        Hotkey hotkey = Hotkey.fromFile(file("{\"ss58Address\": \"%s\", \"privateKey\": \"%s\"}"
                .formatted(ADDRESS, HexFormat.of().formatHex(expanded))));

        assertThat(hotkey.ss58()).isEqualTo(ADDRESS);
    }

    @Test
    void aFileWhoseSecretIsNotItsAddressesIsRefused() throws IOException {
        Path file = file("{\"secretSeed\": \"%s\", \"ss58Address\": \"5Other\"}".formatted(SEED));

        assertThatThrownBy(() -> Hotkey.fromFile(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5Other")
                .hasMessageNotContaining(SEED);
    }

    @Test
    void aFileWithoutASecretSaysSo() throws IOException {
        Path file = file("{\"ss58Address\": \"%s\", \"secretSeed\": null}".formatted(ADDRESS));

        assertThatThrownBy(() -> Hotkey.fromFile(file)).hasMessageEndingWith("holds neither secretSeed nor privateKey");
    }

    @Test
    void aKeyPrintsItsAddressOnly() {
        assertThat(Hotkey.fromSeed(SEED)).hasToString(ADDRESS);
    }

    private static byte[] expanded() {
        ExpandedKey key = ExpandedKey.ofSeed(HexFormat.of().parseHex(SEED));
        byte[] bytes = Arrays.copyOf(key.scalar().toByteArray(), ExpandedKey.EXPANDED_BYTES);
        System.arraycopy(key.nonceSeed(), 0, bytes, 32, 32);
        return bytes;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] out = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            out[i] = bytes[bytes.length - 1 - i];
        }
        return out;
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("hotkey"), json);
    }
}
