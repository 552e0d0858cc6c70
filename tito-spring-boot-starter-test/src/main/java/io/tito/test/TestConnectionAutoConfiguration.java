package io.tito.test;

import io.tito.autoconfigure.tikv.TitoClientAutoConfiguration;
import io.tito.autoconfigure.tikv.TitoConnectionDetails;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration of the connection of a {@link DataTitoTest}.
 */
@AutoConfiguration(before = TitoClientAutoConfiguration.class)
@ConditionalOnBooleanProperty("tito.test.embedded")
@Conditional(OnNoAddressesOfTheTest.class)
public final class TestConnectionAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(TitoConnectionDetails.class)
	EmbeddedTestConnectionDetails titoTestConnectionDetails() {
		return new EmbeddedTestConnectionDetails();
	}

}
