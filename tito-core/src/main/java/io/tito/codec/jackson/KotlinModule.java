package io.tito.codec.jackson;

import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;

import org.springframework.core.KotlinDetector;

/**
 * Makes instances of Kotlin's classes with their default arguments.
 */
final class KotlinModule extends JacksonModule {

	@Override
	public String getModuleName() {
		return KotlinModule.class.getName();
	}

	@Override
	public Version version() {
		return Version.unknownVersion();
	}

	@Override
	public void setupModule(SetupContext context) {
		context.addValueInstantiators(new Instantiators());
	}

	private static final class Instantiators extends ValueInstantiators.Base {

		@Override
		public ValueInstantiator modifyValueInstantiator(DeserializationConfig config,
				BeanDescription.Supplier description, ValueInstantiator instantiator) {
			return (KotlinDetector.isKotlinType(description.getBeanClass())
					&& instantiator instanceof StdValueInstantiator standard) ? new KotlinInstantiator(standard)
							: instantiator;
		}

	}

}
