package io.tito.repository.config;

import java.lang.annotation.Annotation;

import org.springframework.data.repository.config.RepositoryBeanDefinitionRegistrarSupport;
import org.springframework.data.repository.config.RepositoryConfigurationExtension;

/**
 * Registers what {@link EnableTitoRepositories} asks for.
 */
class TitoRepositoriesRegistrar extends RepositoryBeanDefinitionRegistrarSupport {

	@Override
	protected Class<? extends Annotation> getAnnotation() {
		return EnableTitoRepositories.class;
	}

	@Override
	protected RepositoryConfigurationExtension getExtension() {
		return new TitoRepositoryConfigurationExtension();
	}

}
