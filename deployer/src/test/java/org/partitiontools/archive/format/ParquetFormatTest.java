package org.partitiontools.archive.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.archive.ArchivedFile;
import org.partitiontools.archive.Column;
import org.partitiontools.archive.StoredObject;
import org.partitiontools.database.SqlError;

/** Rows become an object and come back, without a database and a bucket. */
class ParquetFormatTest {

    /** The digest in the manifest of the archive that version 0.1.0 wrote, of which the object is {@code every-type.parquet}. */
    private static final String DIGEST = "fdae493c9b9300b433ad561ac0f877f43066e03857f1e7067de1081c2ec291d5";
    private static final long ROWS = 15;
    private static final long SEED = 20261122;
    private static final int VALUES = 20_000;

    @Test
    void anArchiveOfAnEarlierVersionIsWhatItsManifestSays() throws Exception {
        byte[] object = resource("every-type.parquet");
        ByteArrayOutputStream rows = new ByteArrayOutputStream();

        ArchivedFile found = RowFormat.of("parquet", "zstd", everyType()).read(stored(object), rows);

        assertThat(found.rows()).isEqualTo(ROWS);
        assertThat(found.contentSha256()).isEqualTo(DIGEST);
        assertThat(fields(rows.toByteArray(), everyType().size())).isEqualTo(fields(resource("every-type.csv"), everyType().size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip", "none"})
    void theSameRowsHaveTheSameDigestInEveryVersion(String compression) throws Exception {
        Written written = write(compression, everyType(), lines(resource("every-type.csv")));

        assertThat(written.digest()).isEqualTo(DIGEST);
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        assertThat(RowFormat.of("parquet", compression, everyType()).read(stored(written.object()), rows).contentSha256()).isEqualTo(DIGEST);
        assertThat(fields(rows.toByteArray(), everyType().size())).isEqualTo(fields(resource("every-type.csv"), everyType().size()));
    }

    /** Numbers and dates go over digit by digit; here Java's own classes say what their text is. */
    @Test
    void manyValuesComeBackAsTheyWere() throws Exception {
        Random random = new Random(SEED);
        manyValuesComeBack("smallint", "int2", i -> String.valueOf((short) random.nextInt()));
        manyValuesComeBack("integer", "int4", i -> String.valueOf(random.nextInt() >> random.nextInt(32)));
        manyValuesComeBack("bigint", "int8", i -> String.valueOf(random.nextLong() >> random.nextInt(64)));
        for (String limits : List.of("9,2", "9,9", "5,0", "12,2", "18,0", "18,17", "18,18", "20,3")) {
            int precision = Integer.parseInt(limits.split(",")[0]);
            int scale = Integer.parseInt(limits.split(",")[1]);
            manyValuesComeBack("numeric(" + limits + ")", "numeric", i -> new BigDecimal(
                    new BigInteger(random.nextInt(64), random).mod(BigInteger.TEN.pow(precision)).multiply(BigInteger.valueOf(i % 2 * 2L - 1)), scale).toPlainString());
        }
        manyValuesComeBack("date", "date", i -> LocalDate.of(1 + random.nextInt(9999), 1, 1).plusDays(random.nextInt(365)).toString());
        manyValuesComeBack("date", "date", i -> LocalDate.of(1899, 12, 30).plusDays(i * 5L).toString());
        DateTimeFormatter seconds = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
        manyValuesComeBack("timestamp without time zone", "timestamp", i -> instant(random).format(seconds) + fraction(random));
        manyValuesComeBack("timestamp with time zone", "timestamptz", i -> instant(random).format(seconds) + fraction(random) + "+00");
        manyValuesComeBack("time without time zone", "time", i -> instant(random).format(DateTimeFormatter.ofPattern("HH:mm:ss")) + fraction(random));
        manyValuesComeBack("uuid", "uuid", i -> new UUID(random.nextLong(), random.nextLong()).toString());
        manyValuesComeBack("text", "text", i -> "ä\"\n,'\\é{}😀 x".repeat(3).substring(random.nextInt(8), 11 + random.nextInt(8)).replaceAll("[\ud800-\udfff]", ""));
    }

    /** Of doubles the text may be another one, of the same number. */
    @Test
    void manyDoublesComeBackAsTheyWere() throws Exception {
        Random random = new Random(SEED);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            double number = i % 3 == 0 ? random.nextInt() / 8.0 : i % 3 == 1 ? (double) random.nextLong() : Double.longBitsToDouble(random.nextLong());
            values.add(Double.isNaN(number) ? "NaN" : Double.toString(number));
        }

        List<String> back = comeBack(new Column("c", "double precision", "float8", false, -1), values);

        assertThat(back.stream().map(Double::valueOf).toList()).isEqualTo(values.stream().map(Double::valueOf).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"date, date | 2024-02-30", "date, date | 2023-13-01", "integer, int4 | 007", "integer, int4 | +5", "integer, int4 | 2147483648",
        "bigint, int8 | -0", "numeric(5;2), numeric | 1.5", "numeric(5;2), numeric | NaN", "numeric(5;2), numeric | 1,50", "timestamp, timestamp | 2024-01-01 25:61:00",
        "timestamp, timestamp | 2024-01-01 00:00:00.0", "timestamp, timestamp | 294276-12-31 00:00:00", "time, time | 1:00:00", "boolean, bool | true",
        "uuid, uuid | 12345678-9ABC-def0-1234-56789abcdef0", "uuid, uuid | 12345678", "bytea, bytea | abc", "real, float4 | one", "integer[], _int4 | {{1},{2}}"})
    void whatWouldComeBackAsSomethingElseIsRefused(String type, String value) {
        Column column = new Column("c", type.split(", ")[0].replace(';', ','), type.split(", ")[1], false, -1);

        SqlError error = SqlError.of(catchThrowableOfType(SQLException.class, () -> write("zstd", List.of(column), List.of(line(value)))));

        assertThat(error.sqlstate()).isEqualTo("PP076");
        assertThat(error.detail()).contains(value);
    }

    @Test
    void whatIsNoLineOfTheColumnsIsRefused() {
        List<Column> columns = List.of(new Column("a", "text", "text", false, -1), new Column("b", "text", "text", false, -1));

        for (String line : List.of("a\n", "a,b,c\n", "\"a,b\n", "\"a\"b,c\n", "a\"b\",c\n")) {
            assertThat(catchThrowableOfType(IllegalStateException.class, () -> write("none", columns, List.of(line.getBytes(StandardCharsets.UTF_8))))).as(line).isNotNull();
        }
        byte[] latin = "ä,b\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(catchThrowableOfType(IllegalStateException.class, () -> write("none", columns, List.of(latin)))).hasMessageContaining("UTF-8");
    }

    /** A damaged object is an error, whatever byte it is, and never other rows. */
    @Test
    void noDamageGoesUnnoticed() throws Exception {
        List<Column> columns = List.of(new Column("id", "bigint", "int8", false, -1), new Column("note", "text", "text", false, -1));
        List<byte[]> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add((i + ",note " + i % 7 + "\n").getBytes(StandardCharsets.UTF_8));
        }
        Written written = write("zstd", columns, rows);
        ArchivedFile intact = RowFormat.of("parquet", "zstd", columns).read(stored(written.object()), new ByteArrayOutputStream());
        for (int i = 0; i < written.object().length; i++) {
            byte[] damaged = written.object().clone();
            damaged[i] ^= 0x10;
            ArchivedFile found;
            try {
                found = RowFormat.of("parquet", "zstd", columns).read(stored(damaged), new ByteArrayOutputStream());
            } catch (IOException | RuntimeException e) {
                continue;
            }
            assertThat(found).as("byte %d", i).isNotEqualTo(intact);
        }
    }

    private static void manyValuesComeBack(String type, String baseType, Function<Integer, String> value) throws Exception {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            values.add(i % 100 == 99 ? null : value.apply(i));
        }
        assertThat(comeBack(new Column("c", type, baseType, false, -1), values)).as(type).isEqualTo(values);
    }

    private static List<String> comeBack(Column column, List<String> values) throws Exception {
        List<Column> columns = List.of(new Column("n", "integer", "int4", false, -1), column);
        List<byte[]> rows = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            rows.add((i + "," + new String(line(values.get(i)), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
        }
        Written written = write("zstd", columns, rows);
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        ArchivedFile found = RowFormat.of("parquet", "zstd", columns).read(stored(written.object()), back);
        assertThat(found.rows()).isEqualTo(values.size());
        assertThat(found.contentSha256()).isEqualTo(written.digest());
        return fields(back.toByteArray(), 2).stream().map(fields -> fields.get(1)).toList();
    }

    private static LocalDateTime instant(Random random) {
        return LocalDateTime.of(1, 1, 1, 0, 0).plusSeconds((long) (random.nextDouble() * 9998 * 365 * 86_400)).atOffset(ZoneOffset.UTC).toLocalDateTime();
    }

    private static String fraction(Random random) {
        int micros = random.nextInt(1_000_000) / (int) Math.pow(10, random.nextInt(6)) * (int) Math.pow(10, random.nextInt(3)) % 1_000_000;
        return micros == 0 ? "" : String.format(".%06d", micros).replaceAll("0+$", "");
    }

    /**
     * An object that was written.
     *
     * @param object its bytes
     * @param digest of the rows
     */
    private record Written(byte[] object, String digest) {
    }

    private static Written write(String compression, List<Column> columns, List<byte[]> rows) throws IOException, SQLException {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        RowWriter writer = RowFormat.of("parquet", compression, columns).writer(object);
        for (byte[] row : rows) {
            writer.write(row);
        }
        writer.close();
        return new Written(object.toByteArray(), writer.contentSha256());
    }

    private static StoredObject stored(byte[] object) {
        return new StoredObject() {

            @Override
            public String key() {
                return "key";
            }

            @Override
            public long bytes() {
                return object.length;
            }

            @Override
            public InputStream from(long position) {
                return new ByteArrayInputStream(object, (int) position, object.length - (int) position);
            }
        };
    }

    private static List<Column> everyType() throws IOException {
        return new String(resource("every-type-columns.csv"), StandardCharsets.UTF_8).lines().map(line -> line.split(";"))
                .map(parts -> new Column(parts[0], parts[1], parts[2], false, -1)).toList();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = ParquetFormatTest.class.getResourceAsStream(name)) {
            return file.readAllBytes();
        }
    }

    private static byte[] line(String value) {
        return ((value == null ? "" : '"' + value.replace("\"", "\"\"") + '"') + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> lines(byte[] csv) {
        List<byte[]> lines = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < csv.length; i++) {
            if (csv[i] == '"') {
                quoted = !quoted;
            } else if (csv[i] == '\n' && !quoted) {
                lines.add(Arrays.copyOfRange(csv, start, i + 1));
                start = i + 1;
            }
        }
        return lines;
    }

    /** Null for NULL. */
    private static List<List<String>> fields(byte[] csv, int columns) {
        return lines(csv).stream().map(line -> {
            CsvRow row = new CsvRow(line);
            return IntStream.range(0, columns).mapToObj(i -> Optional.ofNullable(row.next()).map(TextSlice::toString).orElse(null)).toList();
        }).toList();
    }
}
