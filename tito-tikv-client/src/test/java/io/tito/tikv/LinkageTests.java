package io.tito.tikv;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was cut leaves references behind. They do no harm as long as no class that is used
 * needs them to be linked, and as long as nobody adds to them unseen.
 */
class LinkageTests {

	/** Cut on purpose; only methods that we do not call refer to it. */
	private static final String CUT = "com.pingcap.tidb.tipb.* | org.tikv.common.Snapshot | org.tikv.common.catalog.*"
			+ " | org.tikv.common.codec.Codec$D* | org.tikv.common.importer.* | org.tikv.common.streaming.*"
			+ " | org.tikv.common.columnar.* | org.tikv.common.meta.* | org.tikv.common.types.* | org.tikv.common.util.RangeSplitter*"
			+ " | org.tikv.shade.com.fasterxml.jackson.* | org.tikv.shade2.io.etcd.jetcd.*"
			+ " | org.tikv.shade2.org.apache.http.*";

	/** Absent from tikv-client-java too: integrations that netty and gRPC look for. */
	private static final String OPTIONAL = "com.oracle.svm.* | javax.annotation.* | org.apache.commons.logging.* | org.apache.log4j.*"
			+ " | org.apache.logging.log4j.* | org.bouncycastle.* | org.checkerframework.* | org.conscrypt.*"
			+ " | org.codehaus.mojo.* | org.eclipse.jetty.* | org.jetbrains.* | sun.security.x509.*"
			+ " | org.tikv.shade.io.netty.internal.tcnative.*";

	/**
	 * Cannot be linked, and nothing that is used needs it; or only a constructor names
	 * what was cut.
	 */
	private static final String UNLINKED = "org.tikv.common.exception.SelectException | org.tikv.common.types.DataType"
			+ " | org.tikv.shade.io.netty.handler.ssl.*OpenSsl* | org.tikv.shade.io.netty.handler.ssl.Conscrypt*"
			+ " | org.tikv.shade.io.netty.handler.ssl.Jetty* | org.tikv.shade.io.netty.handler.ssl.util.Bouncy*"
			+ " | org.tikv.shade.io.netty.util.internal.logging.Log4J* "
			+ " | org.tikv.shade.io.netty.util.internal.logging.Commons*";

	private final ShadedJar jar = ShadedJar.ofThisBuild();

	@Test
	void refersOnlyToWhatItHoldsOrWasCutOnPurpose() {
		String output = jdeps("-filter:none", "--missing-deps", "--multi-release", "base", "--class-path",
				System.getProperty("java.class.path"), this.jar.path().toString());
		Set<String> missing = output.lines()
			.filter((line) -> line.startsWith(" "))
			.map((line) -> line.strip().split("\\s+")[2])
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(missing).as(output).contains("org.tikv.common.util.RangeSplitter");
		assertThat(without(missing, CUT + " | " + OPTIONAL)).isEmpty();
	}

	@Test
	void everyClassPassesTheVerifier() {
		Map<String, Throwable> failures = new TreeMap<>();
		for (String name : this.jar.classes()) {
			try {
				// asking for constructors links the class without initializing it
				Class.forName(name, false, getClass().getClassLoader()).getDeclaredConstructors();
			}
			catch (ClassNotFoundException | LinkageError ex) {
				failures.put(name, ex);
			}
		}
		assertThat(failures).containsKey("org.tikv.common.exception.SelectException");
		failures.keySet().retainAll(without(failures.keySet(), UNLINKED));
		assertThat(failures).isEmpty();
	}

	private static String jdeps(String... arguments) {
		var output = new StringWriter();
		var writer = new PrintWriter(output);
		ToolProvider.findFirst("jdeps").orElseThrow().run(writer, writer, arguments);
		return output.toString();
	}

	private static Set<String> without(Set<String> names, String patterns) {
		String alternatives = patterns.replace(" ", "").replace(".", "\\.").replace("$", "\\$").replace("*", ".*");
		Predicate<String> listed = Pattern.compile(alternatives).asMatchPredicate();
		return names.stream().filter(listed.negate()).collect(Collectors.toSet());
	}

}
