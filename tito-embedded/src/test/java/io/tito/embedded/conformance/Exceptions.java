package io.tito.embedded.conformance;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The scenarios on which an implementation is known to differ from TiKV, or, where the
 * suite asks for more than TiKV does, TiKV itself: {@code conformance/exceptions.txt}.
 */
final class Exceptions {

	private final Map<Integer, String> reasons;

	private Exceptions(Map<Integer, String> reasons) {
		this.reasons = reasons;
	}

	static Exceptions of(String implementation) {
		Map<Integer, String> reasons = new HashMap<>();
		for (String line : Resources.lines("exceptions.txt")) {
			String[] fields = line.split("\\s+", 3);
			if (fields[1].equals(implementation)) {
				reasons.put(Integer.valueOf(fields[0]), fields[2]);
			}
		}
		return new Exceptions(reasons);
	}

	Optional<String> reason(int scenario) {
		return Optional.ofNullable(this.reasons.get(scenario));
	}

}
