package org.partitiontools.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Option {@code --jobs}: how much is done at the same time. */
final class Parallelism {

    @Option(names = "--jobs", paramLabel = "N", defaultValue = "1", converter = Converter.class,
            description = "How many at a time: tables, or jobs of a migration. Default: ${DEFAULT-VALUE}.")
    private int jobs;

    /** At least 1. */
    int jobs() {
        return jobs;
    }

    static final class Converter implements ITypeConverter<Integer> {

        @Override
        public Integer convert(String text) {
            if (!text.matches("[1-9][0-9]{0,3}")) {
                throw new TypeConversionException("must be at least 1 and at most 9999, not '" + text + "'");
            }
            return Integer.valueOf(text);
        }
    }
}
