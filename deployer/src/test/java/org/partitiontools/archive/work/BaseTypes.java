package org.partitiontools.archive.work;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table with a column of every base type of PostgreSQL that a column can have, and values that are hard to carry. */
final class BaseTypes {

    /** Types that no text can be read into, and catalogue types whose values are rows of this database. */
    static final Set<String> NOT_IN_TABLES = Set.of("gtsvector", "pg_brin_bloom_summary", "pg_brin_minmax_multi_summary", "pg_dependencies",
            "pg_mcv_list", "pg_ndistinct", "pg_node_tree", "aclitem");

    private static final Map<String, List<String>> SAMPLES = new LinkedHashMap<>();

    static {
        add("bool", "true", "false");
        add("\"char\"", "a", "\"");
        add("name", "a name", "Ünïcode \"quoted\"");
        add("int2", "-32768", "32767");
        add("int4", "-2147483648", "2147483647");
        add("int8", "-9223372036854775808", "9223372036854775807");
        add("float4", "3.4028235e38", "1e-45", "-0", "NaN", "Infinity", "-Infinity", "0.1", "16777216");
        add("float8", "1.7976931348623157e308", "5e-324", "-0", "NaN", "Infinity", "-Infinity", "0.1", "123456789012345680");
        add("numeric", "NaN", "Infinity", "-Infinity", "0.000", "123456789012345678901234567890.123456789", "1e100", "-1e-50");
        add("numeric(9,2)", "-1234567.89", "0.00", "9999999.99");
        add("numeric(18,6)", "-123456789012.123456", "999999999999.999999");
        add("numeric(38,10)", "-1234567890123456789012345678.1234567890", "9999999999999999999999999999.9999999999");
        add("money", "-92233720368547758.08", "1234.56");
        add("text", "", " ", "a,b", "\"", "\"\"", "line\nfeed", "carriage\r\nreturn", "\\.", "\\N", "NULL", "tab\t", "😀 emoji 👩‍👩‍👧 e\u0301", "'", "\u0001", "x".repeat(100_000));
        add("varchar(20)", "", "short", "ünïcode");
        add("char(8)", "", "a", "12345678");
        add("bytea", "\\x", "\\x00ff0a0d22", "\\xdeadbeef");
        add("date", "0044-03-15 BC", "infinity", "-infinity", "5874897-12-31", "4713-01-01 BC", "2024-02-29", "0001-01-01");
        add("time", "00:00:00", "24:00:00", "23:59:59.999999", "12:00:00.1");
        add("timetz", "00:00:00+15:59", "23:59:59.999999-08", "12:00:00.5+05:30");
        add("timestamp", "infinity", "-infinity", "4713-01-01 00:00:00 BC", "1969-12-31 23:59:59.999999", "2024-02-29 12:00:00.100000", "10000-01-01 00:00:00");
        add("timestamptz", "infinity", "-infinity", "0044-03-15 12:00:00+00 BC", "1900-01-01 00:00:00.000001+00", "2024-03-31 02:30:00+01", "29999-12-31 23:59:59+00");
        add("interval", "1 year -2 mons +3 days -04:05:06.789012", "178000000 years", "-1 microsecond", "0");
        add("uuid", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "12345678-9abc-def0-1234-56789abcdef0");
        add("json", "{\"b\": 1,  \"a\":\"x\"}", "null", "\"\"", "[1,\n2]");
        add("jsonb", "{\"b\": 1, \"a\": \"😀\\\"\"}", "null", "\"\"", "[]", "1e-7");
        add("jsonpath", "$.a[*] ? (@ > 1)", "$");
        add("xml", "<a>x</a>", "text <b/>", "");
        add("inet", "192.168.1.1/24", "::1", "10.0.0.1");
        add("cidr", "10.0.0.0/8", "2001:db8::/32");
        add("macaddr", "08:00:2b:01:02:03");
        add("macaddr8", "08:00:2b:01:02:03:04:05");
        add("bit(5)", "10101", "00000");
        add("varbit", "", "1", "0101010101");
        add("point", "(1.5,-2)", "(NaN,Infinity)");
        add("line", "{1,2,3}");
        add("lseg", "[(0,0),(1,1)]");
        add("box", "(1,1),(0,0)");
        add("path", "[(0,0),(1,1)]", "((0,0),(1,1))");
        add("polygon", "((0,0),(1,1),(2,0))");
        add("circle", "<(0,0),1.5>");
        add("tsvector", "'a':1A 'quo''te':2", "");
        add("tsquery", "'a' & !'b'", "");
        add("int4range", "[1,5)", "empty", "(,)");
        add("int8range", "[1,)", "empty");
        add("numrange", "[1.5,2.50]", "(,0)");
        add("daterange", "[2024-01-01,2024-02-01)");
        add("tsrange", "[\"2024-01-01 00:00:00\",infinity)");
        add("tstzrange", "[\"2024-01-01 00:00:00+00\",)");
        add("int4multirange", "{[1,2),[5,9)}", "{}");
        add("int8multirange", "{[1,2)}");
        add("nummultirange", "{(,1.5)}");
        add("datemultirange", "{[2024-01-01,2024-02-01)}");
        add("tsmultirange", "{[\"2024-01-01 00:00:00\",\"2024-01-02 00:00:00\")}");
        add("tstzmultirange", "{[\"2024-01-01 00:00:00+00\",\"2024-01-02 00:00:00+00\")}");
        add("oid", "0", "4294967295");
        add("xid", "4294967295");
        add("xid8", "18446744073709551615");
        add("cid", "7");
        add("tid", "(4294967295,65535)");
        add("pg_lsn", "FFFFFFFF/FFFFFFFF");
        add("pg_snapshot", "10:20:10,14,15");
        add("txid_snapshot", "10:20:10,14,15");
        add("int2vector", "1 2 3", "");
        add("oidvector", "1 2 3", "");
        add("refcursor", "a cursor");
        add("regclass", "pg_class", "\"odd schema\".\"odd, table\"");
        add("regtype", "integer", "timestamp with time zone[]");
        add("regproc", "now");
        add("regprocedure", "abs(integer)");
        add("regoper", "pg_catalog.||/");
        add("regoperator", "+(integer,integer)");
        add("regconfig", "english");
        add("regdictionary", "simple");
        add("regnamespace", "\"odd schema\"");
        add("regrole", "postgres");
        add("regcollation", "\"C\"");
        add("int4[]", "{}", "{1,NULL,3}", "{-2147483648}");
        add("text[]", "{}", "{NULL,\"NULL\",\"\",\"a,b\",\"{\",\"\\\"\",\"\\\\\",\"new\nline\",😀}");
        add("timestamptz[]", "{\"2024-01-01 00:00:00+00\",infinity}");
        add("numeric(10,2)[]", "{1.00,-2.50,NULL}");
        add("float8[]", "{0.1,NaN,-Infinity}");
        add("bool[]", "{t,f,NULL}");
        add("uuid[]", "{12345678-9abc-def0-1234-56789abcdef0}");
        add("jsonb[]", "{\"{\\\"a\\\": 1}\",NULL}");
        add("bytea[]", "{\"\\\\x00ff\"}");
        add("inet[]", "{10.0.0.1,::1}");
        add("mood", "sad", "it's \"ok\"");
        add("address", "(\"Main St, 1\",12345)", "(,)");
        add("address[]", "{\"(\\\"a,b\\\",1)\"}");
        add("positive", "7");
        add("positive[]", "{1,2}");
        add("floatrange", "[0.1,0.2)");
    }

    private BaseTypes() {
    }

    private static void add(String type, String... values) {
        SAMPLES.put(type, List.of(values));
    }

    /** Types and tables that the columns need. */
    static String[] preparation() {
        return new String[] {"CREATE SCHEMA \"odd schema\"", "CREATE TABLE \"odd schema\".\"odd, table\" ()",
                "CREATE TYPE mood AS ENUM ('sad', 'it''s \"ok\"')", "CREATE TYPE address AS (street text, zip int)",
                "CREATE DOMAIN positive AS int CHECK (VALUE > 0)", "CREATE TYPE floatrange AS RANGE (subtype = float8)"};
    }

    /** Definitions of columns with awkward names. */
    static String columns() {
        List<String> types = List.copyOf(SAMPLES.keySet());
        return IntStream.range(0, types.size()).mapToObj(i -> column(i) + " " + types.get(i)).collect(Collectors.joining(", "));
    }

    private static String column(int i) {
        return "\"c" + i + " \"\"é,\"";
    }

    /** A query: one row of NULLs, then so many that every value is in one. */
    static String rows() {
        int most = SAMPLES.values().stream().mapToInt(List::size).max().orElseThrow();
        return IntStream.rangeClosed(-1, most).mapToObj(BaseTypes::row).collect(Collectors.joining(" UNION ALL "));
    }

    private static String row(int n) {
        return SAMPLES.entrySet().stream().map(sample -> (n < 0 ? "NULL" : literal(sample.getValue(), n)) + "::" + sample.getKey())
                .collect(Collectors.joining(", ", "SELECT ", ""));
    }

    private static String literal(List<String> values, int n) {
        String value = values.get(n % values.size());
        return "'" + value.replace("'", "''") + "'";
    }

    /** Without what stands in brackets: names of types as the catalogue has them, for those that have the same name there. */
    static Set<String> names() {
        return SAMPLES.keySet().stream().map(type -> type.replaceAll("[(\\[].*", "").replace("\"", "").replaceAll("^char$", "char"))
                .collect(Collectors.toSet());
    }
}
