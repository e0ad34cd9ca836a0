package dev.rigger.hotkey.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretKeysTest {
    private static final String SEED = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    private static final String OLD = "2024:" + key(1);
    private static final String NEW = "2026:" + key(2);

    @Test
    void whatIsSealedOpensAgainWhateverItsLength() {
        Random random = new Random(5);
        SecretKeys keys = SecretKeys.derivedFrom(SEED);
        for (int i = 0; i < 200; i++) {
            byte[] plain = new byte[random.nextInt(5_000)];
            random.nextBytes(plain);
            byte[] sealed = keys.encrypt(plain, "servers/kubeconfig/" + i);

            assertThat(keys.decrypt(sealed, "servers/kubeconfig/" + i)).isEqualTo(plain);
            assertThat(keys.encrypt(plain, "servers/kubeconfig/" + i)).isNotEqualTo(sealed);
        }
    }

    @Test
    void aSecretMovedToAnotherRowDoesNotOpen() {
        SecretKeys keys = SecretKeys.derivedFrom(SEED);
        byte[] sealed = keys.encrypt(bytes("token"), "servers/kubeconfig/a");

        assertUnreadable(keys, sealed, "servers/kubeconfig/b", SecretUnreadable.Code.SECRET_CHANGED);
    }

    @Test
    void oneChangedBitDoesNotOpen() {
        SecretKeys keys = SecretKeys.parse(NEW);
        byte[] sealed = keys.encrypt(bytes("token"), "t");
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));

            assertThatThrownBy(() -> keys.decrypt(changed, "t")).isInstanceOf(SecretUnreadable.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);

            assertThatThrownBy(() -> keys.decrypt(cut, "t")).isInstanceOf(SecretUnreadable.class);
        }
    }

    @Test
    void rotationWritesWithTheFirstKeyAndReadsWithAll() {
        byte[] before = SecretKeys.parse(OLD).encrypt(bytes("token"), "t");
        SecretKeys during = SecretKeys.parse(NEW + "," + OLD);
        byte[] after = during.encrypt(during.decrypt(before, "t"), "t");

        SecretKeys afterwards = SecretKeys.parse(NEW);
        assertThat(afterwards.decrypt(after, "t")).isEqualTo(bytes("token"));
        assertUnreadable(afterwards, before, "t", SecretUnreadable.Code.SECRET_KEY_UNKNOWN);
        assertThatThrownBy(() -> afterwards.decrypt(before, "t")).hasMessageContaining("RIGGER_ENCRYPTION_KEYS");
    }

    @Test
    void aRingIntroducedLaterStillReadsWhatTheSeedsKeySealed() {
        byte[] before = SecretKeys.of(null, SEED).encrypt(bytes("token"), "t");
        SecretKeys ring = SecretKeys.of(NEW, "0x" + SEED);

        assertThat(ring.ids()).containsExactly("2026", SecretKeys.DERIVED_ID);
        assertThat(ring.decrypt(before, "t")).isEqualTo(bytes("token"));
        assertThat(SecretKeys.parse(NEW).decrypt(ring.encrypt(bytes("x"), "t"), "t"))
                .isEqualTo(bytes("x"));
    }

    @Test
    void theSeedsKeyIsHkdfSha256OfTheSeedAndTheLayoutIsAsDocumented() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        byte[] extracted = mac.doFinal(HexFormat.of().parseHex(SEED));
        mac.init(new SecretKeySpec(extracted, "HmacSHA256"));
        mac.update(bytes("rigger/at-rest/v1"));
        byte[] derived = mac.doFinal(new byte[] {1});
        byte[] sealed = SecretKeys.derivedFrom(SEED).encrypt(bytes("token"), "t");

        assertThat(sealed[0]).isEqualTo((byte) 4);
        assertThat(new String(sealed, 1, 4, StandardCharsets.US_ASCII)).isEqualTo("seed");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(derived, "AES"), new GCMParameterSpec(128, sealed, 5, 12));
        cipher.updateAAD(bytes("seed\nt"));
        assertThat(cipher.doFinal(sealed, 17, sealed.length - 17)).isEqualTo(bytes("token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "a", "a:", ":AAAA", "a:c2hvcnQ=", "a:%%%", "a b:AAAA"})
    void aMalformedRingIsRefusedWithoutShowingAKey(String ring) {
        assertThatThrownBy(() -> SecretKeys.parse(ring))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("c2hvcnQ=")
                .hasMessageNotContaining("%%%")
                .hasNoCause();
    }

    @Test
    void twoKeysOfOneIdAreRefused() {
        assertThatThrownBy(() -> SecretKeys.parse(OLD + ",2024:" + key(9)))
                .hasMessage("the ring has two keys with the id 2024");
    }

    @Test
    void aRingPrintsItsIdsOnly() {
        assertThat(SecretKeys.parse(NEW + "," + OLD)).hasToString("SecretKeys[2026, 2024]");
    }

    private static void assertUnreadable(SecretKeys keys, byte[] sealed, String context, SecretUnreadable.Code code) {
        assertThatThrownBy(() -> keys.decrypt(sealed, context))
                .asInstanceOf(InstanceOfAssertFactories.type(SecretUnreadable.class))
                .extracting(SecretUnreadable::code)
                .isEqualTo(code);
    }

    private static String key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return Base64.getEncoder().encodeToString(key);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
