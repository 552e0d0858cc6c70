package io.tito.index;

import java.util.List;

/**
 * What the running instances know.
 */
@FunctionalInterface
public interface IndexMembers {

	/** There is only this instance. */
	IndexMembers ALONE = (announcement) -> List.of();

	/**
	 * Which running instances do not know some definitions.
	 * @param announcement what {@link IndexCatalog#announcement()} gives
	 * @return the names of those instances
	 */
	List<String> without(String announcement);

}
