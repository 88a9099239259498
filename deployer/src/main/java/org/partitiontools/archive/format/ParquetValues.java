package org.partitiontools.archive.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
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

    /** More could be too many for a long. */
    private static final int SAFE_DIGITS = 18;

    private static final ParquetValue TEXT = text(LogicalTypeAnnotation.stringType());
    private static final ParquetValue JSON = text(LogicalTypeAnnotation.jsonType());
    private static final ParquetValue INTEGER = new WholeValue(PrimitiveTypeName.INT32, null, ParquetValues::number, ParquetValues::number);
    private static final ParquetValue LONG = new WholeValue(PrimitiveTypeName.INT64, null, ParquetValues::number, ParquetValues::number);

    private static final Map<String, ParquetValue> BY_TYPE = Map.ofEntries(
            Map.entry("bool", new WholeValue(PrimitiveTypeName.BOOLEAN, null,
                    text -> text.at(0) == 't' ? 1 : 0, (number, text) -> text.append(number == 0 ? 'f' : 't'))),
            Map.entry("int2", new WholeValue(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16, true),
                    ParquetValues::number, ParquetValues::number)),
            Map.entry("int4", INTEGER),
            Map.entry("int8", LONG),
            Map.entry("oid", LONG),
            Map.entry("float4", new FloatValue(PrimitiveTypeName.FLOAT)),
            Map.entry("float8", new FloatValue(PrimitiveTypeName.DOUBLE)),
            Map.entry("date", new WholeValue(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType(), CalendarText::days, CalendarText::date)),
            Map.entry("time", new WholeValue(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS),
                    CalendarText::timeMicros, CalendarText::time)),
            Map.entry("timestamp", new WholeValue(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS),
                    CalendarText::timestampMicros, CalendarText::timestamp)),
            Map.entry("timestamptz", new WholeValue(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS),
                    CalendarText::timestamptzMicros, CalendarText::timestamptz)),
            Map.entry("uuid", new BytesValue(LogicalTypeAnnotation.uuidType(), 16, ParquetValues::uuid, ParquetValues::uuid)),
            Map.entry("bytea", new BytesValue(null, 0, ParquetValues::bytea, ParquetValues::bytea)),
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
        if (precision <= MEDIUM_DIGITS) {
            return new WholeValue(precision <= SMALL_DIGITS ? PrimitiveTypeName.INT32 : PrimitiveTypeName.INT64, type,
                    text -> unscaled(text, scale), (number, text) -> decimal(number, scale, text));
        }
        int length = BigInteger.TEN.pow(precision).bitLength() / 8 + 1;
        return new BytesValue(type, length,
                text -> Binary.fromConstantByteArray(fixed(new BigDecimal(text.toString()).setScale(scale).unscaledValue(), length)),
                (bytes, text) -> text.append(new BigDecimal(new BigInteger(bytes.getBytesUnsafe()), scale).toPlainString()));
    }

    private static long unscaled(TextSlice text, int scale) {
        int sign = sign(text);
        int digits = text.length() - sign - (scale == 0 ? 0 : scale + 1);
        long whole = digits <= 0 || digits + scale > SAFE_DIGITS ? -1 : text.number(sign, digits);
        long fraction = text.number(text.length() - scale, scale);
        if (whole < 0 || fraction < 0) {
            return new BigDecimal(text.toString()).setScale(scale).unscaledValue().longValueExact();
        }
        long number = whole * power(scale) + fraction;
        return sign == 0 ? number : -number;
    }

    private static void decimal(long unscaled, int scale, TextBuffer text) {
        if (unscaled < 0) {
            text.append('-');
        }
        long power = power(scale);
        long absolute = Math.abs(unscaled);
        text.append(absolute / power);
        if (scale > 0) {
            text.append('.');
            text.append(absolute % power, scale);
        }
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    /** One for a text that begins with a minus. */
    private static int sign(TextSlice text) {
        return text.length() > 0 && text.at(0) == '-' ? 1 : 0;
    }

    private static long number(TextSlice text) {
        int sign = sign(text);
        int digits = text.length() - sign;
        long number = digits < 1 || digits > SAFE_DIGITS ? -1 : text.number(sign, digits);
        if (number < 0) {
            return Long.parseLong(text.toString());
        }
        return sign == 0 ? number : -number;
    }

    private static void number(long number, TextBuffer text) {
        text.append(number);
    }

    private static byte[] fixed(BigInteger number, int length) {
        byte[] shortest = number.toByteArray();
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (number.signum() < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, bytes, length - shortest.length, shortest.length);
        return bytes;
    }

    private static Binary uuid(TextSlice text) {
        byte[] bytes = new byte[16];
        int position = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (text.at(position) == '-') {
                position++;
            }
            bytes[i] = Hex.parse(text.at(position), text.at(position + 1));
            position += 2;
        }
        return Binary.fromConstantByteArray(bytes);
    }

    private static void uuid(Binary value, TextBuffer text) {
        byte[] bytes = value.getBytesUnsafe();
        text.appendHex(bytes, 0, 4);
        for (int i = 4; i < 10; i += 2) {
            text.append('-');
            text.appendHex(bytes, i, i + 2);
        }
        text.append('-');
        text.appendHex(bytes, 10, 16);
    }

    private static Binary bytea(TextSlice text) {
        byte[] bytes = new byte[text.length() / 2 - 1];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Hex.parse(text.at(2 * i + 2), text.at(2 * i + 3));
        }
        return Binary.fromConstantByteArray(bytes);
    }

    private static void bytea(Binary value, TextBuffer text) {
        byte[] bytes = value.getBytesUnsafe();
        text.append('\\');
        text.append('x');
        text.appendHex(bytes, 0, bytes.length);
    }

    /** The bytes are those of the row, so they are marked as such that will not last. */
    private static ParquetValue text(LogicalTypeAnnotation annotation) {
        return new BytesValue(annotation, 0, text -> Binary.fromReusedByteArray(text.bytes(), text.start(), text.length()),
                (bytes, text) -> text.append(bytes.toByteBuffer()));
    }
}
