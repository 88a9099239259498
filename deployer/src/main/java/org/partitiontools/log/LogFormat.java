package org.partitiontools.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How an entry of the log is written; each is one line, except in {@link #plain}. */
public enum LogFormat {

    /** For somebody who is watching: neither time nor level. */
    plain {
        @Override
        String line(LogEntry entry, Instant time) {
            String line = entry.error() == null ? entry.message() : joined(entry.message(), ": ", entry.error().toString());
            return (entry.table() == null ? "" : entry.table() + ": ") + line + took(entry);
        }
    },

    /** Time, level, table, job, message, SQLSTATE. */
    text {
        @Override
        String line(LogEntry entry, Instant time) {
            String subject = (entry.table() == null ? "" : entry.table() + " ") + (entry.job() == null ? "" : "job " + entry.job() + " ");
            String what = entry.error() == null ? entry.message() : joined(entry.message(), ": ", entry.error().toString());
            return time.truncatedTo(ChronoUnit.MILLIS) + String.format(Locale.ROOT, " %-7s ", entry.level().name().toUpperCase(Locale.ROOT))
                    + (subject.isEmpty() ? "" : subject.strip() + ": ") + inOneLine(what) + took(entry);
        }
    },

    /** One object a line; keys without a value are left out. */
    json {
        @Override
        String line(LogEntry entry, Instant time) {
            return Json.line(entry, time);
        }
    };

    abstract String line(LogEntry entry, Instant time);

    private static String took(LogEntry entry) {
        return entry.duration() == null ? "" : " (" + milliseconds(entry) + " ms)";
    }

    private static BigDecimal milliseconds(LogEntry entry) {
        return BigDecimal.valueOf(entry.duration().toNanos() / 1000, 3);
    }

    private static String joined(String first, String separator, String second) {
        return first.isEmpty() ? second : first + separator + second;
    }

    private static String inOneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** By itself, for loading what writes JSON takes longer than many a command. */
    private static final class Json {

        private static final ObjectMapper MAPPER = new ObjectMapper();

        static String line(LogEntry entry, Instant time) {
            ObjectNode object = MAPPER.createObjectNode();
            object.put("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
            object.put("level", entry.level().name());
            put(object, "table", entry.table());
            if (entry.job() != null) {
                object.put("job", entry.job());
            }
            object.put("message", entry.message());
            if (entry.error() != null) {
                put(object, "sqlstate", entry.error().sqlstate());
                put(object, "error", entry.error().message());
                put(object, "detail", entry.error().detail());
                put(object, "hint", entry.error().hint());
            }
            if (entry.duration() != null) {
                object.put("duration_ms", milliseconds(entry));
            }
            try {
                return MAPPER.writeValueAsString(object);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void put(ObjectNode object, String key, String value) {
            if (value != null) {
                object.put(key, value);
            }
        }
    }
}
