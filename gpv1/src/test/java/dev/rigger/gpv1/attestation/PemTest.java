package dev.rigger.gpv1.attestation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a certificate's own signature would not notice. */
class PemTest {
    private byte[] der;

    @BeforeEach
    void readIntelsRoot() throws IOException, CertificateException {
        try (InputStream shipped = Pem.class.getResourceAsStream("intel-sgx-root-ca.pem")) {
            der = Pem.read(shipped.readAllBytes()).getFirst().getEncoded();
        }
    }

    @Test
    void whatIsWrittenAgainIsReadAgain() throws CertificateException {
        assertThat(Pem.read(pem(der)).getFirst().getEncoded()).isEqualTo(der);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 300})
    void nothingFollowsACertificate(int bytes) {
        assertThatThrownBy(() -> Pem.read(pem(Arrays.copyOf(der, der.length + bytes))))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("follows");
    }

    @Test
    void noBitOfASignatureIsLeftUnused() throws CertificateException {
        int unused = der.length - Pem.read(pem(der)).getFirst().getSignature().length - 1;
        der[der.length - 1] &= (byte) 0x80;
        assertThat(Pem.read(pem(der))).as("a wrong signature is still one").hasSize(1);
        for (int bits = 1; bits < 8; bits++) {
            der[unused] = (byte) bits;
            assertThatThrownBy(() -> Pem.read(pem(der)))
                    .as("%d bits", bits)
                    .isInstanceOf(CertificateException.class)
                    .hasMessageContaining("unused");
        }
    }

    private static byte[] pem(byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n").getBytes(US_ASCII);
    }
}
