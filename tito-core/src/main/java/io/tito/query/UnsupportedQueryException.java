package io.tito.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.tito.mapping.TitoPersistentEntity;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * No index answers a query. The message shows the one to add.
 */
public final class UnsupportedQueryException extends InvalidDataAccessApiUsageException {

	private static final long serialVersionUID = 1L;

	UnsupportedQueryException(TitoPersistentEntity<?> entity, List<String> equal, List<String> sorting) {
		super(message(entity, equal, sorting));
	}

	private static String message(TitoPersistentEntity<?> entity, List<String> equal, List<String> sorting) {
		List<String> fields = new ArrayList<>(equal);
		fields.addAll(sorting);
		String quoted = fields.stream().map((field) -> '"' + field + '"').collect(Collectors.joining(", "));
		return "No index of %s answers a query by %s%s. Add @TitoIndex(name = \"by_%s\", fields = %s) to the class"
			.formatted(entity.getType().getName(), equal, sorting.isEmpty() ? "" : " ordered by " + sorting,
					String.join("_", fields), (fields.size() == 1) ? quoted : "{ " + quoted + " }");
	}

}
