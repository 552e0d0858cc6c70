package io.tito.index;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * An entry that was read from an index.
 *
 * @param id the encoded id of its row
 * @param values the values of its key behind the prefix of the range; the id is the last
 * of them unless the index is unique
 */
public record IndexHit(Key id, List<@Nullable Object> values) {

	public IndexHit {
		values = Collections.unmodifiableList(new ArrayList<>(values));
	}

}
