package org.partitiontools.policy.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.partitiontools.policy.check.TextRule;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads values of any shape, for arguments that go to Python unchanged: text, numbers, booleans, lists and maps. */
final class PlainValues {

    private static final int MAX_DEPTH = 5;
    private static final String DECIMAL = "[-+]?(0|[1-9][0-9]{0,14})\\.[0-9]{1,15}";

    // Aliases can repeat the same list again and again; the depth bounds circles, this bounds the width.
    private int budget = 10_000;

    private PlainValues() {
    }

    static Optional<Object> read(Value value) {
        return new PlainValues().read(value, 0);
    }

    /** The keys of the section as named arguments of Python. */
    static Map<String, Object> arguments(Section section) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        section.values().forEach((key, value) -> {
            TextRule.PYTHON_NAME.complaintAbout(key)
                    .ifPresent(complaint -> section.problems().add(value.keyPlace(), complaint, ""));
            read(value).ifPresent(plain -> arguments.put(key, plain));
        });
        return arguments;
    }

    private Optional<Object> read(Value value, int depth) {
        if (depth > MAX_DEPTH || --budget < 0) {
            return value.refuse("nested too deeply or too large", "");
        }
        if (value.node() instanceof SequenceNode) {
            return value.items().map(items -> list(items, depth));
        }
        if (value.node() instanceof MappingNode) {
            return value.section().map(section -> map(section, depth));
        }
        return scalar(value);
    }

    private List<Object> list(List<Value> items, int depth) {
        List<Object> list = new ArrayList<>();
        items.forEach(item -> read(item, depth + 1).ifPresent(list::add));
        return list;
    }

    private Map<String, Object> map(Section section, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        section.values().forEach((key, value) -> {
            TextRule.LINE.complaintAbout(key)
                    .ifPresent(complaint -> section.problems().add(value.keyPlace(), complaint, ""));
            read(value, depth + 1).ifPresent(plain -> map.put(key, plain));
        });
        return map;
    }

    private static Optional<Object> scalar(Value value) {
        if (value.hasTag(Tag.BOOL)) {
            return value.bool().map(Object.class::cast);
        }
        if (value.hasTag(Tag.INT) && value.scalar().matches(Value.DECIMAL_INTEGER)) {
            return Optional.of(Long.valueOf(value.scalar()));
        }
        if (value.hasTag(Tag.FLOAT) && value.scalar().matches(DECIMAL)) {
            return Optional.of(new BigDecimal(value.scalar()));
        }
        return value.text(TextRule.LINES).map(Object.class::cast);
    }
}
