package org.partitiontools.cli;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Option {@code --as-of}: the reference time from which the windows of a policy are counted. */
final class AsOf {

    @Option(names = "--as-of", paramLabel = "TIME", converter = Converter.class,
            description = "Reference time of all windows, for example 2026-06-25 (midnight UTC) or 2026-06-25T13:00:00+02:00."
                    + " Default: now.")
    private OffsetDateTime time;

    /** Empty means now. */
    Optional<OffsetDateTime> time() {
        return Optional.ofNullable(time);
    }

    static final class Converter implements ITypeConverter<OffsetDateTime> {

        @Override
        public OffsetDateTime convert(String text) {
            try {
                return text.contains("T")
                        ? OffsetDateTime.parse(text)
                        : LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + text + "' is neither a date nor a time with its offset from UTC");
            }
        }
    }
}
