package io.tito.tikv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/**
 * The jar as the build has packaged it: what users get, not what the IDE compiles
 * against.
 */
record ShadedJar(Path path) {

	private static final String CLASS = ".class";

	static ShadedJar ofThisBuild() {
		String path = System.getProperty("tito.shaded-jar");
		if (path == null) {
			throw new IllegalStateException("These tests need the packaged jar: run them through 'mvn verify'");
		}
		return new ShadedJar(Path.of(path));
	}

	List<String> files() {
		try (JarFile jar = new JarFile(this.path.toFile())) {
			return jar.stream().filter((entry) -> !entry.isDirectory()).map(ZipEntry::getName).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Set<String> classes() {
		return files().stream()
			.filter((name) -> name.endsWith(CLASS))
			.map((name) -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
			.collect(Collectors.toSet());
	}

	String text(String name) {
		try (JarFile jar = new JarFile(this.path.toFile())) {
			return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
