package org.partitiontools.archive.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.partitiontools.archive.Column;

/**
 * Which type of PostgreSQL becomes which of Parquet. What is not listed, as intervals, networks, ranges and all types that users
 * make, is text as PostgreSQL writes it.
 */
final class ParquetValues {

    private static final int SMALL_DIGITS = 9;
    private static final int MEDIUM_DIGITS = 18;
    private static final int MAX_DIGITS = 38;
    private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),(-?\\d+)\\).*");

    private static final ParquetValue TEXT = binary(LogicalTypeAnnotation.stringType());
    private static final ParquetValue JSON = binary(LogicalTypeAnnotation.jsonType());

    private static final Map<String, ParquetValue> BY_TYPE = Map.ofEntries(
            Map.entry("bool", new SimpleValue(PrimitiveTypeName.BOOLEAN, null, 0, "t"::equals, it -> (Boolean) it ? "t" : "f")),
            Map.entry("int2", new SimpleValue(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16, true), 0, Integer::valueOf, String::valueOf)),
            Map.entry("int4", new SimpleValue(PrimitiveTypeName.INT32, null, 0, Integer::valueOf, String::valueOf)),
            Map.entry("int8", new SimpleValue(PrimitiveTypeName.INT64, null, 0, Long::valueOf, String::valueOf)),
            Map.entry("oid", new SimpleValue(PrimitiveTypeName.INT64, null, 0, Long::valueOf, String::valueOf)),
            Map.entry("float4", new FloatValue(PrimitiveTypeName.FLOAT)),
            Map.entry("float8", new FloatValue(PrimitiveTypeName.DOUBLE)),
            Map.entry("date", new SimpleValue(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType(), 0,
                    CalendarText::days, CalendarText::date)),
            Map.entry("time", new SimpleValue(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS), 0,
                    CalendarText::timeMicros, CalendarText::time)),
            Map.entry("timestamp", new SimpleValue(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS), 0,
                    CalendarText::timestampMicros, CalendarText::timestamp)),
            Map.entry("timestamptz", new SimpleValue(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS), 0,
                    CalendarText::timestamptzMicros, CalendarText::timestamptz)),
            Map.entry("uuid", new SimpleValue(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, LogicalTypeAnnotation.uuidType(), 16,
                    ParquetValues::uuidBytes, ParquetValues::uuid)),
            Map.entry("bytea", new SimpleValue(PrimitiveTypeName.BINARY, null, 0,
                    text -> Binary.fromConstantByteArray(HexFormat.of().parseHex(text, 2, text.length())),
                    it -> "\\x" + HexFormat.of().formatHex(((Binary) it).getBytesUnsafe()))),
            Map.entry("json", JSON),
            Map.entry("jsonb", JSON));

    private ParquetValues() {
    }

    /** Of a column that is no array. */
    static ParquetValue of(Column column) {
        return of(column.baseType(), column).orElse(TEXT);
    }

    /** Of the elements of an array; empty for a column that is none, or whose elements are text to us. */
    static Optional<ParquetValue> ofElements(Column column) {
        if (!column.baseType().startsWith("_")) {
            return Optional.empty();
        }
        String type = column.baseType().substring(1);
        boolean isText = type.equals("text") || type.equals("varchar") || type.equals("bpchar") || type.equals("name");
        return isText ? Optional.of(TEXT) : of(type, column);
    }

    private static Optional<ParquetValue> of(String type, Column column) {
        return type.equals("numeric") ? decimal(column) : Optional.ofNullable(BY_TYPE.get(type));
    }

    /** Only where all values have the same scale; others are text, which has no limits. */
    private static Optional<ParquetValue> decimal(Column column) {
        Matcher matcher = NUMERIC.matcher(column.type());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int precision = Integer.parseInt(matcher.group(1));
        int scale = Integer.parseInt(matcher.group(2));
        boolean fits = precision <= MAX_DIGITS && scale >= 0 && scale <= precision;
        return fits ? Optional.of(decimal(precision, scale)) : Optional.empty();
    }

    private static ParquetValue decimal(int precision, int scale) {
        LogicalTypeAnnotation type = LogicalTypeAnnotation.decimalType(scale, precision);
        if (precision <= SMALL_DIGITS) {
            return new SimpleValue(PrimitiveTypeName.INT32, type, 0,
                    text -> unscaled(text, scale).intValueExact(), it -> plain(BigInteger.valueOf((Integer) it), scale));
        }
        if (precision <= MEDIUM_DIGITS) {
            return new SimpleValue(PrimitiveTypeName.INT64, type, 0,
                    text -> unscaled(text, scale).longValueExact(), it -> plain(BigInteger.valueOf((Long) it), scale));
        }
        int length = BigInteger.TEN.pow(precision).bitLength() / 8 + 1;
        return new SimpleValue(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, type, length,
                text -> Binary.fromConstantByteArray(fixed(unscaled(text, scale), length)),
                it -> plain(new BigInteger(((Binary) it).getBytesUnsafe()), scale));
    }

    private static BigInteger unscaled(String text, int scale) {
        return new BigDecimal(text).setScale(scale).unscaledValue();
    }

    private static String plain(BigInteger unscaled, int scale) {
        return new BigDecimal(unscaled, scale).toPlainString();
    }

    private static byte[] fixed(BigInteger number, int length) {
        byte[] shortest = number.toByteArray();
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (number.signum() < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, bytes, length - shortest.length, shortest.length);
        return bytes;
    }

    private static Object uuidBytes(String text) {
        UUID uuid = UUID.fromString(text);
        return Binary.fromConstantByteArray(ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits()).array());
    }

    private static String uuid(Object value) {
        ByteBuffer bytes = ByteBuffer.wrap(((Binary) value).getBytesUnsafe());
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }

    private static ParquetValue binary(LogicalTypeAnnotation annotation) {
        return new SimpleValue(PrimitiveTypeName.BINARY, annotation, 0, Binary::fromString, it -> ((Binary) it).toStringUsingUTF8());
    }
}
