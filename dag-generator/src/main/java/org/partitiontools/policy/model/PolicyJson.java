package org.partitiontools.policy.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;

/**
 * The policy of one table as the JSON object that the parameter {@code p_operations} of the SQL routines takes.
 *
 * <p>Intervals keep the text of the policy. The short form goes through as it is; SQL spells it out.
 */
public final class PolicyJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PolicyJson() {
    }

    /** The JSON object in one line; the same input gives the same text. */
    public static String of(TablePolicy table, ZoneId timezone) {
        try {
            return MAPPER.writeValueAsString(tree(table, timezone));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers can always be written", e);
        }
    }

    /** The JSON object as a tree. */
    public static ObjectNode tree(TablePolicy table, ZoneId timezone) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("timezone", timezone.getId());
        table.epochUnit().ifPresent(unit -> json.put("epoch_unit", Word.of(unit)));
        table.incomingForeignKeys().ifPresent(keys -> json.put("incoming_foreign_keys", Word.of(keys)));
        table.publications().ifPresent(publications -> json.put("publications", Word.of(publications)));
        table.conversion().ifPresent(conversion -> addConversion(json, conversion));
        table.shorthand().ifPresent(shorthand -> addShorthand(json, shorthand));
        table.cleanup().limit().ifPresent(limit -> json.put("cleanup_limit", limit));
        table.cleanup().gaps().ifPresent(gaps -> json.put("cleanup_gaps", Word.of(gaps)));
        table.name().ifPresent(name -> json.put("name", name.text()));
        ArrayNode operations = json.putArray("operations");
        table.operations().forEach(operation -> add(operations.addObject(), operation));
        return json;
    }

    private static void addConversion(ObjectNode json, Conversion conversion) {
        json.put("partition_by", conversion.partitionBy());
        conversion.mode().ifPresent(mode -> json.put("partition_mode", Word.of(mode)));
        conversion.uniqueKeys().ifPresent(keys -> json.put("unique_keys", Word.of(keys)));
        conversion.keepSource().ifPresent(interval -> json.put("keep_source", interval));
    }

    private static void addShorthand(ObjectNode json, Shorthand shorthand) {
        json.put("interval", Word.of(shorthand.interval()));
        json.put("pre_provisioned", shorthand.preProvisioned());
        shorthand.retention().ifPresent(count -> json.put("retention", count));
        shorthand.cleanupPolicy().ifPresent(cleanup -> json.put("cleanup_policy", Word.of(cleanup)));
    }

    private static void add(ObjectNode json, Operation operation) {
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
    }
}
