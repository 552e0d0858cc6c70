package io.tito.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

class AutoConfigurationNamesTests {

	private final ClassLoader loader = getClass().getClassLoader();

	@Test
	void everyNameInAnOrderingExists() throws Exception {
		List<String> names = own().flatMap((type) -> names(type)).distinct().toList();
		assertThat(names).contains("org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration");
		// loaded without being linked: what they configure need not be there
		assertThat(names).allSatisfy((name) -> assertThat(Class.forName(name, false, this.loader)).isNotNull());
	}

	@Test
	void everyAutoConfigurationIsRegistered() {
		assertThat(own()).isNotEmpty().allSatisfy((type) -> assertThat(type).isFinal().isPublic());
	}

	private Stream<? extends Class<?>> own() {
		return ImportCandidates.load(AutoConfiguration.class, this.loader)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.tito."))
			.map((name) -> ClassUtils.resolveClassName(name, this.loader));
	}

	private static Stream<String> names(Class<?> type) {
		AutoConfiguration annotation = AnnotatedElementUtils.getMergedAnnotation(type, AutoConfiguration.class);
		return Stream.concat(Stream.of(annotation.afterName()), Stream.of(annotation.beforeName()));
	}

}
