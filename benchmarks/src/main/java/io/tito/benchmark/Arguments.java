package io.tito.benchmark;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Arguments of the form {@code --name=value}, each of which has a default. Immutable.
 */
public final class Arguments {

	private static final String DASHES = "--";

	private final Map<String, String> values;

	private Arguments(Map<String, String> values) {
		this.values = values;
	}

	/**
	 * Read the arguments of a command. Of one that is given twice the last counts.
	 * @param defaults those that there are, and their values where none is given
	 * @param arguments what was given
	 * @return the values
	 * @throws IllegalArgumentException if one is unknown or has no value; the message
	 * tells which there are
	 */
	public static Arguments parse(Map<String, String> defaults, String... arguments) {
		Map<String, String> values = new LinkedHashMap<>(defaults);
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			String name = parts[0].startsWith(DASHES) ? parts[0].substring(DASHES.length()) : "";
			if (parts.length < 2 || !defaults.containsKey(name)) {
				throw new IllegalArgumentException(
						"Unknown option '" + argument + "'; there are " + described(defaults));
			}
			values.put(name, parts[1]);
		}
		return new Arguments(values);
	}

	private static String described(Map<String, String> defaults) {
		return defaults.entrySet()
			.stream()
			.map((option) -> DASHES + option.getKey() + "=" + option.getValue())
			.sorted()
			.collect(Collectors.joining(" "));
	}

	public String text(String name) {
		return Objects.requireNonNull(this.values.get(name), () -> "There is no option --" + name);
	}

	public int integer(String name) {
		return Integer.parseInt(text(name));
	}

	public double decimal(String name) {
		return Double.parseDouble(text(name));
	}

	public List<String> list(String name) {
		return Arrays.asList(text(name).split(","));
	}

	public List<Integer> integers(String name) {
		return list(name).stream().map(Integer::valueOf).toList();
	}

	/**
	 * A constant, in upper or lower case.
	 * @param <E> its type
	 * @param name the name of the option
	 * @param type its type
	 * @return the constant
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public <E extends Enum<E>> E constant(String name, Class<E> type) {
		return constant(type, text(name));
	}

	/**
	 * Several constants, in upper or lower case.
	 * @param <E> their type
	 * @param name the name of the option
	 * @param type their type
	 * @return the constants, in the order given
	 * @throws IllegalArgumentException if there is none of a name
	 */
	public <E extends Enum<E>> List<E> constants(String name, Class<E> type) {
		return list(name).stream().map((value) -> constant(type, value)).toList();
	}

	private static <E extends Enum<E>> E constant(Class<E> type, String value) {
		return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
	}

}
