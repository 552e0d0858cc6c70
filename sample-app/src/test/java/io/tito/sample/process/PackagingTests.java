package io.tito.sample.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PackagingTests {

	@Test
	void theSampleHoldsTheTikvClientOnceAndNothingOfItsOwnLibraries() throws IOException {
		try (JarFile jar = new JarFile(Path.of(System.getProperty("sample.jar")).toFile())) {
			List<String> libraries = jar.stream()
				.map(ZipEntry::getName)
				.filter((name) -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
				.map((name) -> name.substring("BOOT-INF/lib/".length()))
				.toList();
			assertThat(libraries).filteredOn((name) -> name.startsWith("tito-tikv-client-")).hasSize(1);
			assertThat(libraries).noneMatch((name) -> name.matches("(tikv-client|grpc|protobuf|netty|guava).*"));
		}
	}

}
