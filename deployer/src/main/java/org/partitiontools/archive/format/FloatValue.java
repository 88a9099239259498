package org.partitiontools.archive.format;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Floating point of 4 or 8 bytes. The text has as many digits as tell every number from its neighbours. */
record FloatValue(PrimitiveTypeName primitive) implements ParquetValue {

    private static final MathContext FLOAT_DIGITS = new MathContext(9);
    private static final MathContext DOUBLE_DIGITS = new MathContext(17);

    @Override
    public LogicalTypeAnnotation annotation() {
        return null;
    }

    @Override
    public Object parse(String text) {
        return isFloat() ? (Object) Float.valueOf(text) : (Object) Double.valueOf(text);
    }

    @Override
    public String format(Object value) {
        double number = ((Number) value).doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.toString(number);
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        // Not toString: its digits are not the same in all versions of Java, and they are digested.
        return new BigDecimal(number).round(isFloat() ? FLOAT_DIGITS : DOUBLE_DIGITS).toString();
    }

    @Override
    public boolean same(String text, String original) {
        return parse(text).equals(parse(original));
    }

    private boolean isFloat() {
        return primitive == PrimitiveTypeName.FLOAT;
    }
}
