package io.tito.repository.support;

import java.util.Optional;

import io.tito.core.TitoOperations;
import io.tito.repository.query.DerivedQueryLookup;
import org.jspecify.annotations.Nullable;

import org.springframework.data.repository.core.EntityInformation;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.core.support.PersistentEntityInformation;
import org.springframework.data.repository.core.support.RepositoryComposition.RepositoryFragments;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.data.repository.query.QueryLookupStrategy;
import org.springframework.data.repository.query.QueryLookupStrategy.Key;
import org.springframework.data.repository.query.ValueExpressionDelegate;

/**
 * Makes repositories. Named in {@code META-INF/spring.factories}, where Spring Data
 * counts the stores of an application.
 */
public class TitoRepositoryFactory extends RepositoryFactorySupport {

	private final TitoOperations operations;

	private boolean locking;

	public TitoRepositoryFactory(TitoOperations operations) {
		this.operations = operations;
	}

	/**
	 * Locks within the transaction that a method may begin, so behind what others add.
	 */
	@Override
	public <T> T getRepository(Class<T> repositoryInterface, RepositoryFragments fragments) {
		RefusedInterfaces.check(repositoryInterface);
		if (!this.locking) {
			addRepositoryProxyPostProcessor(new LockingMethods(this.operations));
			this.locking = true;
		}
		return super.getRepository(repositoryInterface, fragments);
	}

	@Override
	public EntityInformation<?, ?> getEntityInformation(RepositoryMetadata metadata) {
		return new PersistentEntityInformation<>(this.operations.mapping().entity(metadata.getDomainType()));
	}

	@Override
	protected Object getTargetRepository(RepositoryInformation information) {
		return getTargetRepositoryViaReflection(information, getEntityInformation(information), this.operations);
	}

	@Override
	protected Class<?> getRepositoryBaseClass(RepositoryMetadata metadata) {
		return SimpleTitoRepository.class;
	}

	@Override
	protected Optional<QueryLookupStrategy> getQueryLookupStrategy(@Nullable Key key,
			ValueExpressionDelegate expressions) {
		return Optional.of(new DerivedQueryLookup(this.operations));
	}

}
