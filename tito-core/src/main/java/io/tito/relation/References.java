package io.tito.relation;

import java.util.List;

/**
 * What a row is connected with.
 *
 * @param incoming the rows that point to it, by relations with an {@code onDelete} rule
 * @param outgoing the rows that it points to, whether they exist or not
 */
public record References(List<Reference> incoming, List<Reference> outgoing) {

	public References {
		incoming = List.copyOf(incoming);
		outgoing = List.copyOf(outgoing);
	}

}
