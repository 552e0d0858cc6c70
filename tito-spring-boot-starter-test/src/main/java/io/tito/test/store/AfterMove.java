package io.tito.test.store;

import java.util.stream.StreamSupport;

import io.tito.cluster.ClusterMember;
import io.tito.core.TitoTemplate;
import io.tito.mapping.TitoPersistentEntity;

import org.springframework.beans.factory.ObjectProvider;

/**
 * What an application relies on for a while by the oracle's time is over after a jump of
 * its clock. In production a while passes slowly and is renewed in time; here it is
 * renewed at once.
 */
final class AfterMove implements Runnable {

	private final ObjectProvider<ClusterMember> members;

	private final ObjectProvider<TitoTemplate> templates;

	AfterMove(ObjectProvider<ClusterMember> members, ObjectProvider<TitoTemplate> templates) {
		this.members = members;
		this.templates = templates;
	}

	@Override
	public void run() {
		this.members.ifAvailable(AfterMove::renewSession);
		this.templates.ifAvailable(AfterMove::readIndexes);
	}

	private static void renewSession(ClusterMember member) {
		if (member.isLive()) {
			member.heartbeat();
		}
	}

	/**
	 * To be asked for the status, the states are read, and writers may rely on them.
	 */
	private static void readIndexes(TitoTemplate template) {
		StreamSupport.stream(template.mapping().getPersistentEntities().spliterator(), false)
			.filter(TitoPersistentEntity::isRow)
			.forEach((entity) -> template.indexes().status(entity.getType()));
	}

}
