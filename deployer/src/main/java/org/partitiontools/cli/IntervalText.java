package org.partitiontools.cli;

import org.partitiontools.policy.interval.IntervalFormatException;
import org.partitiontools.policy.interval.PolicyInterval;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An interval on the command line: read as a policy's would be, and passed on as it was written. */
final class IntervalText implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        try {
            PolicyInterval.parse(text);
            return text;
        } catch (IntervalFormatException e) {
            throw new TypeConversionException(e.getMessage() + ": " + e.hint());
        }
    }

    /** The same, or nothing at all, which needs no unit. */
    static final class OrNone implements ITypeConverter<String> {

        private static final String NONE = "0";

        @Override
        public String convert(String text) {
            if (text.equals(NONE)) {
                return text;
            }
            String interval = new IntervalText().convert(text);
            if (PolicyInterval.parse(interval).compareTo(PolicyInterval.ZERO) < 0) {
                throw new TypeConversionException("must not be negative; 0 is for not at all");
            }
            return interval;
        }
    }
}
