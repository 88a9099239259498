package org.partitiontools.archive.format;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Floating point of 4 or 8 bytes. The text has as many digits as tell every number from its neighbours. */
record FloatValue(PrimitiveTypeName primitive) implements ParquetValue {

    private static final MathContext FLOAT_DIGITS = new MathContext(9);
    private static final MathContext DOUBLE_DIGITS = new MathContext(17);
    /** Whole numbers below it have not more digits than that. */
    private static final double FLOAT_WHOLE = 1e9;
    private static final double DOUBLE_WHOLE = 1e15;

    @Override
    public LogicalTypeAnnotation annotation() {
        return null;
    }

    @Override
    public void parse(TextSlice text, ParquetCell cell) {
        cell.floating = parse(text.toString());
    }

    private double parse(String text) {
        return isFloat() ? Float.parseFloat(text) : Double.parseDouble(text);
    }

    @Override
    public void format(ParquetCell cell, TextBuffer text) {
        double number = cell.floating;
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            text.append(Double.toString(number));
        } else if (number == 0) {
            text.append(1 / number < 0 ? "-0" : "0");
        } else if (number == Math.rint(number) && Math.abs(number) < (isFloat() ? FLOAT_WHOLE : DOUBLE_WHOLE)) {
            text.append((long) number);
        } else {
            // Not toString: its digits are not the same in all versions of Java, and they are digested.
            text.append(new BigDecimal(number).round(isFloat() ? FLOAT_DIGITS : DOUBLE_DIGITS).toString());
        }
    }

    @Override
    public boolean same(TextBuffer text, int from, TextSlice original) {
        return Double.doubleToLongBits(parse(text.text(from))) == Double.doubleToLongBits(parse(original.toString()));
    }

    private boolean isFloat() {
        return primitive == PrimitiveTypeName.FLOAT;
    }
}
