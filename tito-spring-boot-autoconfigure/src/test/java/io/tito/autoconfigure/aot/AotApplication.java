package io.tito.autoconfigure.aot;

import io.tito.autoconfigure.data.TitoDataAutoConfiguration;
import io.tito.autoconfigure.data.TitoRepositoriesAutoConfiguration;
import io.tito.autoconfigure.outbox.TitoOutboxAutoConfiguration;
import io.tito.autoconfigure.tikv.TitoClientAutoConfiguration;
import io.tito.autoconfigure.transaction.TitoTransactionAutoConfiguration;
import io.tito.core.callback.BeforeConvertCallback;
import io.tito.repository.config.EnableTitoAuditing;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Uses each kind of proxy, callback and generated class once, and says how it went.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@AutoConfigurationPackage
@EnableTitoAuditing
@ImportAutoConfiguration({ TitoClientAutoConfiguration.class, TitoTransactionAutoConfiguration.class,
		TitoDataAutoConfiguration.class, TitoRepositoriesAutoConfiguration.class, TitoOutboxAutoConfiguration.class,
		TransactionAutoConfiguration.class })
public class AotApplication {

	public static void main(String[] arguments) {
		try (ConfigurableApplicationContext context = SpringApplication.run(AotApplication.class, arguments)) {
			System.out.println(context.getBean(Letters.class).exchange());
		}
	}

	@Bean
	Letters letters(LetterRepository repository) {
		return new Letters(repository);
	}

	@Bean
	BeforeConvertCallback<Letter> trimmed() {
		return new TrimmedLetters();
	}

	static class TrimmedLetters implements BeforeConvertCallback<Letter> {

		@Override
		public Letter onBeforeConvert(Letter letter) {
			return new Letter(letter.id(), letter.to(), letter.text().trim(), letter.at(), letter.version());
		}

	}

}
