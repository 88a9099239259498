package org.partitiontools.cli;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Option {@code --as-of}: the reference time from which the windows of a policy are counted. */
final class AsOf {

    @Option(names = "--as-of", paramLabel = "TIME", converter = Converter.class,
            description = "Reference time of all windows, for example 2026-06-25 (that day, in the time zone of the policy) or"
                    + " 2026-06-25T13:00:00+02:00. Default: now.")
    private Function<ZoneId, OffsetDateTime> time;

    /** Where a policy counts in a time zone. Empty means now. */
    Optional<OffsetDateTime> time(ZoneId zone) {
        return Optional.ofNullable(time).map(it -> it.apply(zone));
    }

    static final class Converter implements ITypeConverter<Function<ZoneId, OffsetDateTime>> {

        @Override
        public Function<ZoneId, OffsetDateTime> convert(String text) {
            try {
                if (text.contains("T")) {
                    OffsetDateTime instant = OffsetDateTime.parse(text);
                    return zone -> instant;
                }
                LocalDate day = LocalDate.parse(text);
                return zone -> day.atStartOfDay(zone).toOffsetDateTime();
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + text + "' is neither a date nor a time with its offset from UTC");
            }
        }
    }
}
