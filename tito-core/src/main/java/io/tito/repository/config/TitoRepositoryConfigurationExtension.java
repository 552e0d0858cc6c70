package io.tito.repository.config;

import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;

import io.tito.annotation.TitoEntity;
import io.tito.repository.TitoRepository;
import io.tito.repository.support.TitoRepositoryFactoryBean;

import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.data.repository.config.RepositoryConfigurationExtensionSupport;
import org.springframework.data.repository.config.RepositoryConfigurationSource;

/**
 * Tells Spring Data what a Tito repository is and which beans it needs. Where several
 * Spring Data modules are present, a repository is ours if it extends
 * {@link TitoRepository} or its entity is marked as {@link TitoEntity}.
 */
public class TitoRepositoryConfigurationExtension extends RepositoryConfigurationExtensionSupport {

	@Override
	public String getModuleName() {
		return "Tito";
	}

	@Override
	@SuppressWarnings("deprecation")
	protected String getModulePrefix() {
		return "tito";
	}

	@Override
	public String getRepositoryFactoryBeanClassName() {
		return TitoRepositoryFactoryBean.class.getName();
	}

	@Override
	protected Collection<Class<? extends Annotation>> getIdentifyingAnnotations() {
		return List.of(TitoEntity.class);
	}

	@Override
	protected Collection<Class<?>> getIdentifyingTypes() {
		return List.of(TitoRepository.class);
	}

	@Override
	public void postProcess(BeanDefinitionBuilder builder, RepositoryConfigurationSource source) {
		builder.addPropertyReference("operations", source.getAttribute("operationsRef").orElse("titoTemplate"));
		builder.addPropertyValue("transactionManager",
				source.getAttribute("transactionManagerRef").orElse("titoTransactionManager"));
		source.getAttribute("enableDefaultTransactions", Boolean.class)
			.ifPresent((enabled) -> builder.addPropertyValue("enableDefaultTransactions", enabled));
	}

}
