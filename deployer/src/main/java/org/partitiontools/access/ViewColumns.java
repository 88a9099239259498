package org.partitiontools.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.partitiontools.policy.model.SqlIdentifier;

/** The columns of a view, of which the catalogue is read as one property. */
final class ViewColumns {

    private ViewColumns() {
    }

    static List<String> names(String json) {
        try {
            return new ObjectMapper().readValue(json, new TypeReference<List<List<String>>>() { }).stream()
                    .map(column -> SqlIdentifier.quote(column.get(0))).toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
