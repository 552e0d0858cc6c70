package io.tito.autoconfigure.data;

import java.lang.annotation.Annotation;

import io.tito.repository.config.EnableTitoRepositories;
import io.tito.repository.config.TitoRepositoryConfigurationExtension;

import org.springframework.boot.autoconfigure.data.AbstractRepositoryConfigurationSourceSupport;
import org.springframework.data.repository.config.RepositoryConfigurationExtension;

/**
 * Does what {@link EnableTitoRepositories} does, for the packages of the application. Not
 * nested in the auto-configuration: a class within that carries the annotation would be
 * found there and register everything twice.
 */
final class TitoRepositoriesRegistrar extends AbstractRepositoryConfigurationSourceSupport {

	@Override
	protected Class<? extends Annotation> getAnnotation() {
		return EnableTitoRepositories.class;
	}

	@Override
	protected Class<?> getConfiguration() {
		return Enabled.class;
	}

	@Override
	protected RepositoryConfigurationExtension getRepositoryConfigurationExtension() {
		return new TitoRepositoryConfigurationExtension();
	}

	@EnableTitoRepositories
	private static final class Enabled {

	}

}
