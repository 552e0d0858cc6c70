package io.tito.core;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.tools.ToolProvider;

import io.tito.core.RandomDefinition.Thing;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A version of an application whose entity has indexes that were made by chance: its
 * class is written, compiled and loaded.
 *
 * @param type the class of the entity
 * @param indexes its indexes
 */
record GeneratedVersion(Class<?> type, List<RandomDefinition> indexes) {

	private static final List<String> NAMES = List.of("a", "b", "c", "d");

	private static final String SOURCE = """
			package generated;
			import io.tito.annotation.*;
			import java.util.List;
			import org.springframework.data.annotation.Id;
			import static org.springframework.data.domain.Sort.Direction.*;
			@TitoEntity("generated")
			%s
			public record %s(@Id String id, int group, int rank, String note, List<String> tags, Place place) {
				public record Place(String city) {}
			}
			""";

	/**
	 * Several versions. Names of indexes recur with other definitions.
	 */
	static List<GeneratedVersion> make(Path directory, Random random, int count) throws Exception {
		List<List<RandomDefinition>> definitions = IntStream.range(0, count)
			.mapToObj((i) -> NAMES.stream()
				.filter((name) -> random.nextInt(4) > 0)
				.map((name) -> RandomDefinition.of(random, name))
				.toList())
			.toList();
		List<String> arguments = new ArrayList<>(
				List.of("-proc:none", "-parameters", "-d", directory.toString(), "-cp", classPath()));
		for (int i = 0; i < count; i++) {
			arguments.add(write(directory, "Version" + i, definitions.get(i)).toString());
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
			.isZero();
		ClassLoader loader = new URLClassLoader(new URL[] { directory.toUri().toURL() },
				GeneratedVersion.class.getClassLoader());
		List<GeneratedVersion> versions = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			versions.add(new GeneratedVersion(loader.loadClass("generated.Version" + i), definitions.get(i)));
		}
		return versions;
	}

	private static Path write(Path directory, String name, List<RandomDefinition> indexes) throws IOException {
		String annotations = indexes.stream()
			.map(RandomDefinition::annotation)
			.collect(Collectors.joining(System.lineSeparator()));
		return Files.writeString(directory.resolve(name + ".java"), SOURCE.formatted(annotations, name));
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	Object row(Thing thing) {
		try {
			Class<?> place = this.type.getClassLoader().loadClass(this.type.getName() + "$Place");
			Constructor<?> constructor = this.type.getConstructors()[0];
			return constructor.newInstance(thing.id(), thing.group(), thing.rank(), thing.note(), thing.tags(),
					(thing.city() != null) ? place.getConstructors()[0].newInstance(thing.city()) : null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String id(Object row) {
		try {
			return (String) this.type.getMethod("id").invoke(row);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return this.indexes.stream().map(RandomDefinition::annotation).collect(Collectors.joining(" "));
	}

}
