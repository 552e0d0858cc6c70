package io.tito.autoconfigure.tikv;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The name of the application, as it is known in the store.
 */
public final class ApplicationName {

	private static final String NONE = "application";

	private ApplicationName() {
	}

	/**
	 * The value of {@code spring.application.name}.
	 * @param environment the application's environment
	 * @return the name, {@code application} if it has none
	 */
	public static String of(Environment environment) {
		String name = environment.getProperty("spring.application.name");
		return StringUtils.hasText(name) ? name : NONE;
	}

}
