package org.partitiontools.policy.yaml;

import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the keys of a mapping, merge keys ({@code <<: *anchor}) included. */
final class SectionBuilder {

    private final Value mappingValue;
    private final Map<String, Value> values = new LinkedHashMap<>();
    // Merging a node again changes nothing, and a hostile file could make merges grow exponentially, or a circle.
    private final Set<Node> merged = Collections.newSetFromMap(new IdentityHashMap<>());

    SectionBuilder(Value mappingValue) {
        this.mappingValue = mappingValue;
    }

    Section build(MappingNode mapping) {
        mapping.getValue().stream().filter(tuple -> !isMerge(tuple)).forEach(this::addOwn);
        mapping.getValue().stream().filter(SectionBuilder::isMerge).forEach(tuple -> merge(tuple.getValueNode()));
        return new Section(mappingValue.place(), values, mappingValue.problems());
    }

    private void addOwn(NodeTuple tuple) {
        Value value = value(tuple);
        if (!isTextKey(tuple)) {
            mappingValue.problems().add(Nodes.placeOf(tuple.getKeyNode(), file(), mappingValue.place().keyPath()),
                    "a key must be text, found " + Nodes.describe(tuple.getKeyNode()), "quote it");
        } else if (values.putIfAbsent(key(tuple), value) != null) {
            mappingValue.problems().add(value.keyPlace(), "the key appears a second time", "remove one of the two");
        }
    }

    /** Keys of the mapping itself win over merged ones, earlier merged ones over later ones: YAML's rule. */
    private void merge(Node source) {
        if (!merged.add(source)) {
            return;
        }
        if (source instanceof SequenceNode sequence) {
            sequence.getValue().forEach(this::merge);
        } else if (source instanceof MappingNode mapping) {
            mergeMapping(mapping.getValue());
        } else {
            mappingValue.problems().add(Nodes.placeOf(source, file(), mappingValue.place().keyPath()),
                    "a merge key needs keys and values", "");
        }
    }

    private void mergeMapping(List<NodeTuple> tuples) {
        for (NodeTuple tuple : tuples) {
            if (isMerge(tuple)) {
                merge(tuple.getValueNode());
            } else if (isTextKey(tuple)) {
                values.putIfAbsent(key(tuple), value(tuple));
            }
        }
    }

    private Value value(NodeTuple tuple) {
        String parent = mappingValue.place().keyPath();
        String name = Nodes.shown(key(tuple));
        String path = parent.isEmpty() ? name : parent + "." + name;
        return mappingValue.at(tuple.getValueNode(), path, Nodes.placeOf(tuple.getKeyNode(), file(), path));
    }

    private Path file() {
        return mappingValue.place().file();
    }

    private static boolean isMerge(NodeTuple tuple) {
        return tuple.getKeyNode().getTag().equals(Tag.MERGE);
    }

    private static boolean isTextKey(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode && tuple.getKeyNode().getTag().equals(Tag.STR);
    }

    private static String key(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
    }
}
