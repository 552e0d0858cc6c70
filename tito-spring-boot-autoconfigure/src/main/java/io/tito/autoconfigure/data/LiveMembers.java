package io.tito.autoconfigure.data;

import java.util.List;

import io.tito.cluster.Member;
import io.tito.cluster.Membership;
import io.tito.index.IndexMembers;

/**
 * The live instances of the application, for those who build indexes.
 */
record LiveMembers(Membership membership) implements IndexMembers {

	@Override
	public List<String> without(String announcement) {
		return this.membership.members()
			.stream()
			.filter((member) -> !member.knows(announcement))
			.map(Member::instance)
			.toList();
	}

}
