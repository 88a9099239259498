package org.partitiontools.sql;

/** Types of partition keys, each with its spelling of a point in time. */
enum KeyType {

    DATE("date", "?::timestamptz AT TIME ZONE 'UTC'"),
    TIMESTAMP("timestamp", "?::timestamptz AT TIME ZONE 'UTC'"),
    TIMESTAMP_WITH_PRECISION("timestamp(0)", "?::timestamptz AT TIME ZONE 'UTC'"),
    TIMESTAMPTZ("timestamptz", "?::timestamptz"),
    INTEGER_SECONDS("integer", "extract(epoch FROM ?::timestamptz)"),
    BIGINT_SECONDS("bigint", "extract(epoch FROM ?::timestamptz)"),
    BIGINT_MILLISECONDS("bigint", "extract(epoch FROM ?::timestamptz) * 1000"),
    UUID_7("uuid", "(lpad(to_hex((extract(epoch FROM ?::timestamptz) * 1000)::int8), 12, '0') || '7abc' || '8def' || lpad(to_hex((random() * 1000000000)::int8), 12, '0'))"),
    DOMAIN_OVER_DATE("keys.day", "(?::timestamptz AT TIME ZONE 'UTC')::date"),
    DOMAIN_OVER_DOMAIN("keys.checked_day", "(?::timestamptz AT TIME ZONE 'UTC')::date");

    private final String type;
    private final String value;

    KeyType(String type, String value) {
        this.type = type;
        this.value = value;
    }

    /** The type as SQL writes it. */
    String type() {
        return type;
    }

    /** The value of a point in time, as an expression of this type. */
    String at(String instant) {
        return "(" + value.replace("?", instant) + ")::" + type;
    }

    String table() {
        return "keys." + name().toLowerCase(java.util.Locale.ROOT);
    }
}
