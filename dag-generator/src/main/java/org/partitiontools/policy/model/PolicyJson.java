package org.partitiontools.policy.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The policy of one table as the JSON object that the parameter {@code p_operations} of the SQL routines takes.
 *
 * <p>Intervals keep the text of the policy. The short form goes through as it is; SQL spells it out.
 */
public final class PolicyJson {

    private PolicyJson() {
    }

    /** The JSON object in one line; the same input gives the same text. */
    public static String of(TablePolicy table, ZoneId timezone) {
        StringWriter text = new StringWriter();
        // Not an ObjectMapper: making one takes longer than all the rest of a short command.
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            write(json, object(table, timezone));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> object) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                json.writeFieldName((String) entry.getKey());
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(json, element);
            }
            json.writeEndArray();
        } else {
            json.writeObject(value);
        }
    }

    private static Map<String, Object> object(TablePolicy table, ZoneId timezone) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("timezone", timezone.getId());
        table.epochUnit().ifPresent(unit -> json.put("epoch_unit", Word.of(unit)));
        table.incomingForeignKeys().ifPresent(keys -> json.put("incoming_foreign_keys", Word.of(keys)));
        table.publications().ifPresent(publications -> json.put("publications", Word.of(publications)));
        table.conversion().ifPresent(conversion -> addConversion(json, conversion));
        table.shorthand().ifPresent(shorthand -> addShorthand(json, shorthand));
        table.cleanup().limit().ifPresent(limit -> json.put("cleanup_limit", limit));
        table.cleanup().gaps().ifPresent(gaps -> json.put("cleanup_gaps", Word.of(gaps)));
        table.name().ifPresent(name -> json.put("name", name.text()));
        List<Map<String, Object>> operations = new ArrayList<>();
        table.operations().forEach(operation -> operations.add(object(operation)));
        json.put("operations", operations);
        return json;
    }

    private static void addConversion(Map<String, Object> json, Conversion conversion) {
        json.put("partition_by", conversion.partitionBy());
        conversion.mode().ifPresent(mode -> json.put("partition_mode", Word.of(mode)));
        conversion.uniqueKeys().ifPresent(keys -> json.put("unique_keys", Word.of(keys)));
        conversion.keepSource().ifPresent(interval -> json.put("keep_source", interval));
    }

    private static void addShorthand(Map<String, Object> json, Shorthand shorthand) {
        json.put("interval", Word.of(shorthand.interval()));
        json.put("pre_provisioned", shorthand.preProvisioned());
        shorthand.retention().ifPresent(count -> json.put("retention", count));
        shorthand.cleanupPolicy().ifPresent(cleanup -> json.put("cleanup_policy", Word.of(cleanup)));
    }

    private static Map<String, Object> object(Operation operation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("operation", operation.kind().routine());
        operation.granularity().ifPresent(it -> json.put(OperationKey.GRANULARITY.text(), it.text()));
        operation.lowerBound().ifPresent(it -> json.put(OperationKey.LOWER_BOUND.text(), it.text()));
        operation.upperBound().ifPresent(it -> json.put(OperationKey.UPPER_BOUND.text(), it.text()));
        operation.windowRule().ifPresent(it -> json.put(OperationKey.WINDOW.text(), Word.of(it)));
        operation.tableSpace().ifPresent(it -> json.put(OperationKey.TABLE_SPACE.text(), it));
        operation.limitOperations().ifPresent(it -> json.put(OperationKey.LIMIT_OPERATIONS.text(), it));
        operation.accessExclusiveMode().ifPresent(it -> json.put(OperationKey.ACCESS_EXCLUSIVE_MODE.text(), it));
        operation.ddlWithParam().ifPresent(it -> json.put(OperationKey.DDL_WITH_PARAM.text(), it));
        operation.s3ServerName().ifPresent(it -> json.put(OperationKey.S3_SERVER_NAME.text(), it));
        operation.s3Bucket().ifPresent(it -> json.put(OperationKey.S3_BUCKET.text(), it));
        operation.cleanupPolicy().ifPresent(it -> json.put(OperationKey.CLEANUP_POLICY.text(), Word.of(it)));
        return json;
    }
}
