package dev.rigger.graval.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FreivaldsTest {
    private static final int ROWS = 12;
    private static final int ORDER = 64;

    private final Random random = new Random(3);
    private final byte[][] x = matrix(ROWS);
    private final byte[][] b = matrix(ORDER);
    private final int[][] a = product();

    @Test
    void aProductHolds() {
        assertThat(Freivalds.holds(ROWS, ORDER, i -> x[i], j -> b[j], i -> a[i]))
                .isTrue();
    }

    @Test
    void oneSumThatIsOffByOneDoesNot() {
        a[7][33]--;
        assertThat(Freivalds.holds(ROWS, ORDER, i -> x[i], j -> b[j], i -> a[i]))
                .isFalse();
    }

    private byte[][] matrix(int rows) {
        byte[][] matrix = new byte[rows][ORDER];
        for (byte[] row : matrix) {
            random.nextBytes(row);
        }
        return matrix;
    }

    private int[][] product() {
        int[][] sums = new int[ROWS][ORDER];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < ORDER; j++) {
                for (int l = 0; l < ORDER; l++) {
                    sums[i][j] += x[i][l] * b[j][l];
                }
            }
        }
        return sums;
    }
}
