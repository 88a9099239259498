package org.partitiontools.log;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;

/** Where the program says what it does, beside its results. Several threads write to it. */
public final class Log {

    private static final String WARNING = "warning: ";

    private final PrintWriter out;
    private final LogFormat format;

    public Log(PrintWriter out, LogFormat format) {
        this.out = out;
        this.format = format;
    }

    /** Whether it is read by somebody who watches, and needs neither times nor levels. */
    public boolean isPlain() {
        return format == LogFormat.plain;
    }

    /** Writes one entry, at once. */
    public synchronized void write(LogEntry entry) {
        out.println(format.line(entry, Instant.now()));
        out.flush();
    }

    /** A writer that makes an entry of each line, for what is written as text only. */
    public PrintWriter lines() {
        return new PrintWriter(new Lines(), true);
    }

    /** Collects characters until a line is complete. */
    private final class Lines extends Writer {

        private final StringBuilder line = new StringBuilder();

        @Override
        public void write(char[] buffer, int offset, int length) {
            synchronized (lock) {
                for (int i = offset; i < offset + length; i++) {
                    if (buffer[i] == '\n') {
                        end();
                    } else {
                        line.append(buffer[i]);
                    }
                }
            }
        }

        private void end() {
            String text = line.toString().strip();
            line.setLength(0);
            if (text.startsWith(WARNING)) {
                Log.this.write(LogEntry.of(Level.warning, text.substring(WARNING.length())));
            } else if (!text.isEmpty()) {
                Log.this.write(LogEntry.of(Level.info, text));
            }
        }

        @Override
        public void flush() {
            // A line is written when it is complete.
        }

        @Override
        public void close() {
            synchronized (lock) {
                end();
            }
        }
    }
}
