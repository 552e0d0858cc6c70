package io.tito.autoconfigure.outbox;

import java.util.List;

import io.tito.log.write.PublishSignal;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Passes signals to the listener containers, which are looked up at the first signal: the
 * containers need beans that publish, so those cannot need the containers.
 */
final class LazyPublishSignal implements PublishSignal {

	private final ObjectProvider<PublishSignal> provider;

	private volatile @Nullable List<PublishSignal> targets;

	LazyPublishSignal(ObjectProvider<PublishSignal> provider) {
		this.provider = provider;
	}

	@Override
	public void published(String type, int partition) {
		List<PublishSignal> found = this.targets;
		if (found == null) {
			found = this.provider.orderedStream().toList();
			this.targets = found;
		}
		found.forEach((target) -> target.published(type, partition));
	}

}
