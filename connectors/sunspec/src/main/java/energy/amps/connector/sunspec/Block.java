package energy.amps.connector.sunspec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * One model of a device as it was read (SunSpec Information Model Specification, section 5). Offsets count from the first point
 * behind id and length, as the model definitions do. A point that the device does not implement, that lies behind the end of a
 * shorter model, or whose scale factor makes no sense, is empty: it is not known.
 *
 * @param model which, and where
 * @param words its registers, id and length first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never written
record Block(Layout.Model model, int[] words) {

    private static final int HEADER = 2;
    private static final int NO_UINT16 = 0xFFFF;
    private static final int NO_INT16 = 0x8000;
    private static final int SCALE_MOST = 10;

    private Optional<Integer> word(int offset) {
        return offset >= 0 && offset + HEADER < words.length ? Optional.of(words[offset + HEADER]) : Optional.empty();
    }

    /** An unsigned number, an enumeration or a bit field. */
    Optional<Integer> unsigned(int offset) {
        return word(offset).filter(word -> word != NO_UINT16);
    }

    /** A signed number. */
    Optional<Integer> signed(int offset) {
        return word(offset).filter(word -> word != NO_INT16).map(word -> (int) word.shortValue());
    }

    /** The power of ten that a point is to be multiplied by. */
    Optional<Integer> scale(int offset) {
        return signed(offset).filter(scale -> Math.abs(scale) <= SCALE_MOST);
    }

    /** An unsigned number times its scale. */
    Optional<BigDecimal> unsigned(int offset, int scaleOffset) {
        return scaled(unsigned(offset).map(BigDecimal::valueOf), scaleOffset);
    }

    /** A signed number times its scale. */
    Optional<BigDecimal> signed(int offset, int scaleOffset) {
        return scaled(signed(offset).map(BigDecimal::valueOf), scaleOffset);
    }

    /** A counter of two registers times its scale; zero means that the device does not count. */
    Optional<BigDecimal> counter32(int offset, int scaleOffset) {
        return scaled(counter(offset, 2), scaleOffset);
    }

    /** A counter of four registers; zero likewise. */
    Optional<BigDecimal> counter64(int offset) {
        return counter(offset, 4);
    }

    private Optional<BigDecimal> counter(int offset, int registers) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < registers; i++) {
            Optional<Integer> word = word(offset + i);
            if (word.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.shiftLeft(Short.SIZE).or(BigInteger.valueOf(word.get()));
        }
        return Optional.of(new BigDecimal(sum)).filter(total -> total.signum() > 0);
    }

    private Optional<BigDecimal> scaled(Optional<BigDecimal> value, int scaleOffset) {
        return value.flatMap(number -> scale(scaleOffset).map(number::scaleByPowerOfTen));
    }

    /** A text, up to its first NUL, without the blanks around it and without what is not printable. */
    String text(int offset, int registers) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < registers; i++) {
            int word = word(offset + i).orElse(0);
            bytes.append((char) (word >> 8)).append((char) (word & 0xFF));
        }
        int end = bytes.indexOf("\0");
        String text = end < 0 ? bytes.toString() : bytes.substring(0, end);
        return text.replaceAll("[^\\x20-\\x7E]", "").strip();
    }

    /** Where a point's register is. */
    int address(int offset) {
        return model.address() + HEADER + offset;
    }
}
