package org.partitiontools.adversary;

/** The types that a table can be partitioned by. Positions in the range of keys are days since 1 January 2026. */
enum KeyType {

    DATE("date", "date '2026-01-01' + floor($d)::int", null),
    TIMESTAMP("timestamp", "timestamp '2026-01-01' + $d * interval '24 hours'", null),
    TIMESTAMPTZ("timestamptz", "timestamptz '2026-01-01 00:00+00' + $d * interval '24 hours'", null),
    INT("int", "1767225600 + floor($d * 86400)::int", "s"),
    BIGINT("bigint", "1767225600000 + floor($d * 86400000)::bigint", "ms"),
    UUID("uuid", "(lpad(to_hex(1767225600000 + floor($d * 86400000)::bigint), 12, '0')"
            + " || '7' || substr(md5(($g)::text), 1, 3) || 'a' || substr(md5(($g)::text), 4, 15))::uuid", null);

    private final String type;
    private final String value;
    private final String epochUnit;

    KeyType(String type, String value, String epochUnit) {
        this.type = type;
        this.value = value;
        this.epochUnit = epochUnit;
    }

    String type() {
        return type;
    }

    /** An SQL expression: a key on that day, from the expressions {@code $d}, the day, and {@code $g}, the number of the row. */
    String value() {
        return value;
    }

    /** What a policy has to say about the key; null for nothing. */
    String epochUnit() {
        return epochUnit;
    }

    /** An SQL expression: the first key of a day. */
    String bound(int day) {
        return switch (this) {
            case UUID -> "(lpad(to_hex(1767225600000 + " + day + "::bigint * 86400000), 12, '0') || '00000000000000000000')::uuid";
            default -> "(" + value.replace("$d", day + "::float8") + ")";
        };
    }
}
