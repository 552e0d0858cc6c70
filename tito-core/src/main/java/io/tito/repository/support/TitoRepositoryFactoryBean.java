package io.tito.repository.support;

import io.tito.core.TitoOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.data.repository.core.support.TransactionalRepositoryFactoryBeanSupport;

/**
 * Makes one repository a bean.
 *
 * @param <R> the repository
 * @param <T> the class of its entity
 * @param <ID> the class of the id
 */
public class TitoRepositoryFactoryBean<R extends Repository<T, ID>, T, ID>
		extends TransactionalRepositoryFactoryBeanSupport<R, T, ID> {

	private @Nullable TitoOperations operations;

	public TitoRepositoryFactoryBean(Class<? extends R> repositoryInterface) {
		super(repositoryInterface);
	}

	public void setOperations(TitoOperations operations) {
		this.operations = operations;
		setMappingContext(operations.mapping());
	}

	@Override
	protected RepositoryFactorySupport doCreateRepositoryFactory() {
		if (this.operations == null) {
			throw new IllegalStateException("The repository needs TitoOperations: set 'operations'");
		}
		return new TitoRepositoryFactory(this.operations);
	}

}
