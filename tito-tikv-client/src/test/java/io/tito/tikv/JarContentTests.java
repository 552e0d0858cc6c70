package io.tito.tikv;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JarContentTests {

	private static final long MAX_SIZE = 25 * 1024 * 1024;

	/** Packages of kvproto that do not start with {@code org.tikv}. */
	private static final Set<String> OF_KVPROTO = Set.of("deadlock", "eraftpb", "replication_modepb", "rustproto");

	/** The libraries inside, each under a name that no application uses. */
	private static final List<String> LIBRARIES = List.of("org.tikv.shade.com.fasterxml.jackson.core.type",
			"org.tikv.shade.com.google.common.", "org.tikv.shade.com.google.errorprone.annotations",
			"org.tikv.shade.com.google.gson", "org.tikv.shade.com.google.j2objc.annotations",
			"org.tikv.shade.com.google.protobuf", "org.tikv.shade.com.google.rpc", "org.tikv.shade.io.grpc",
			"org.tikv.shade.io.netty.", "org.tikv.shade.io.prometheus.client", "org.tikv.shade2.io.etcd.jetcd",
			"org.tikv.shade2.io.perfmark", "org.tikv.shade2.net.jodah.failsafe",
			"org.tikv.shade2.org.apache.commons.lang3", "org.tikv.shade2.org.apache.http");

	private static final List<String> OF_TIKV = List.of("org.tikv.common", "org.tikv.kvproto", "org.tikv.raw",
			"org.tikv.service.failsafe", "org.tikv.txn");

	private static final List<String> METADATA = List.of("META-INF/LICENSE", "META-INF/MANIFEST.MF", "META-INF/NOTICE",
			"META-INF/licenses/LICENSE.gogoprotobuf", "META-INF/licenses/LICENSE.hpack",
			"META-INF/licenses/LICENSE.protobuf", "META-INF/licenses/LICENSE.rust-protobuf",
			"META-INF/licenses/LICENSE.slf4j", "META-INF/services/org.tikv.shade.io.grpc.LoadBalancerProvider",
			"META-INF/services/org.tikv.shade.io.grpc.ManagedChannelProvider",
			"META-INF/services/org.tikv.shade.io.grpc.NameResolverProvider",
			"META-INF/services/org.tikv.shade.io.grpc.ServerProvider");

	private final ShadedJar jar = ShadedJar.ofThisBuild();

	@Test
	void holdsNoPackageThatAnApplicationCouldHaveToo() {
		assertThat(packages()).isNotEmpty().allSatisfy((name) -> assertThat(isAllowed(name)).as(name).isTrue());
	}

	@Test
	void holdsNoFileButClassesAndItsOwnMetadata() {
		List<String> others = this.jar.files().stream().filter((name) -> !name.endsWith(".class")).toList();
		assertThat(others).containsExactlyInAnyOrderElementsOf(METADATA);
	}

	@Test
	void staysBelow25Megabytes() throws IOException {
		assertThat(Files.size(this.jar.path())).isLessThanOrEqualTo(MAX_SIZE);
	}

	@Test
	void namesOnlyServicesThatItHolds() {
		Set<String> classes = this.jar.classes();
		List<String> files = this.jar.files().stream().filter((name) -> name.startsWith("META-INF/services/")).toList();
		assertThat(files).isNotEmpty().allSatisfy((file) -> {
			assertThat(classes).contains(file.substring("META-INF/services/".length()));
			assertThat(this.jar.text(file).lines()).isNotEmpty().isSubsetOf(classes);
		});
	}

	@Test
	void isAModuleWithAStableName() {
		var modules = ModuleFinder.of(this.jar.path()).findAll();
		assertThat(modules).singleElement()
			.satisfies((module) -> assertThat(module.descriptor().name()).isEqualTo("io.tito.tikv.client"));
	}

	@Test
	void noticeNamesEveryLibraryInside() {
		String notice = this.jar.text("META-INF/NOTICE");
		assertThat(LIBRARIES).allSatisfy((library) -> {
			assertThat(packages()).anyMatch((name) -> name.startsWith(library));
			assertThat(notice).contains(library.replaceAll("\\.$", ""));
		});
	}

	private Set<String> packages() {
		return this.jar.classes()
			.stream()
			.map((name) -> name.substring(0, name.lastIndexOf('.')))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static boolean isAllowed(String name) {
		return OF_KVPROTO.contains(name) || OF_TIKV.stream().anyMatch(name::startsWith)
				|| LIBRARIES.stream().anyMatch(name::startsWith);
	}

}
