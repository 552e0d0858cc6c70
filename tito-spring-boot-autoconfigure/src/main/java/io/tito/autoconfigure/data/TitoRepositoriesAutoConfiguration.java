package io.tito.autoconfigure.data;

import io.tito.repository.TitoRepository;
import io.tito.repository.support.TitoRepositoryFactoryBean;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of repositories in the application's packages.
 */
@AutoConfiguration(after = TitoDataAutoConfiguration.class)
@ConditionalOnClass(TitoRepository.class)
@ConditionalOnBean(name = "titoTemplate")
@ConditionalOnMissingBean(TitoRepositoryFactoryBean.class)
@Import(TitoRepositoriesRegistrar.class)
public final class TitoRepositoriesAutoConfiguration {

}
