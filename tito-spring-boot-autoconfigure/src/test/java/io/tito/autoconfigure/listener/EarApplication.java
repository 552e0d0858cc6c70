package io.tito.autoconfigure.listener;

import java.util.concurrent.CountDownLatch;

import io.tito.annotation.TitoListener;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with one listener, which knows what it heard.
 */
@Configuration(proxyBeanMethods = false)
@AutoConfigurationPackage(basePackages = "io.tito.autoconfigure.none")
final class EarApplication {

	@Bean
	Ear ear() {
		return new Ear();
	}

	static class Ear {

		final CountDownLatch heard = new CountDownLatch(1);

		volatile Thread thread;

		@TitoListener(id = "ear", type = "word")
		void on(String word) {
			this.thread = Thread.currentThread();
			if (word.equals("hello")) {
				this.heard.countDown();
			}
		}

	}

}
