package io.tito.autoconfigure.tikv;

import java.util.List;
import java.util.Map;

import io.tito.embedded.EmbeddedTikv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class TitoConnectionDetailsTests {

	// lazy, since where the addresses come from is the question here, not whether they
	// answer
	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer((context) -> context.addBeanFactoryPostProcessor((factory) -> {
			for (String name : factory.getBeanDefinitionNames()) {
				factory.getBeanDefinition(name).setLazyInit(true);
			}
		}))
		.withConfiguration(AutoConfigurations.of(TitoClientAutoConfiguration.class));

	@Test
	void withoutConfigurationTheEmbeddedServerStartsOnLoopback(CapturedOutput output) {
		this.runner.run((context) -> {
			TitoConnectionDetails details = context.getBean(TitoConnectionDetails.class);
			assertThat(details.isEmbedded()).isTrue();
			assertThat(details.pdAddresses()).singleElement().asString().startsWith("127.0.0.1:");
			assertThat(output).contains("WARN").contains("embedded TiKV at 127.0.0.1:").contains("in memory");
		});
	}

	@Test
	void embeddedServerIsReachedWithoutANetworkUnlessToldOtherwise() {
		this.runner.run((context) -> {
			TitoConnectionDetails details = context.getBean(TitoConnectionDetails.class);
			assertThat(details.localServers()).containsOnlyKeys(details.pdAddresses());
		});
		this.runner.withPropertyValues("tito.embedded.in-process=false")
			.run((context) -> assertThat(context.getBean(TitoConnectionDetails.class).localServers()).isEmpty());
	}

	@Test
	void mappingOfHostsIsTakenFromTheProperties() {
		Map<String, String> properties = Map.of("tito.tikv.pd-addresses", "localhost:2379",
				"tito.tikv.host-mapping[tikv-0:20160]", "localhost:20160");
		this.runner.withInitializer(TestPropertyValues.of(properties)::applyTo)
			.run((context) -> assertThat(context.getBean(TitoConnectionDetails.class).hostMapping())
				.containsExactly(Map.entry("tikv-0:20160", "localhost:20160")));
	}

	@Test
	void addressesOfTheClusterAreTakenFromTheProperties(CapturedOutput output) {
		this.runner.withPropertyValues("tito.tikv.pd-addresses=pd-1:2379,pd-2:2379").run((context) -> {
			TitoConnectionDetails details = context.getBean(TitoConnectionDetails.class);
			assertThat(details.isEmbedded()).isFalse();
			assertThat(details.pdAddresses()).containsExactly("pd-1:2379", "pd-2:2379");
			assertThat(output).doesNotContain("embedded TiKV");
		});
	}

	@Test
	void beanOfTheApplicationBeatsThePropertiesAndTheEmbeddedServer() {
		TitoConnectionDetails own = () -> List.of("container:2379");
		this.runner.withBean(TitoConnectionDetails.class, () -> own)
			.withPropertyValues("tito.tikv.pd-addresses=pd-1:2379")
			.run((context) -> assertThat(context.getBean(TitoConnectionDetails.class)).isSameAs(own));
	}

	@Test
	void saysBothWaysOutIfTheEmbeddedServerIsSwitchedOff() {
		this.runner.withPropertyValues("tito.embedded.enabled=false").run((context) -> {
			NoTikvException cause = failure(() -> context.getBean(TitoConnectionDetails.class));
			assertThat(new NoTikvFailureAnalyzer().analyze(cause).getAction()).contains("tito.tikv.pd-addresses")
				.contains("remove tito.embedded.enabled=false");
		});
	}

	@Test
	void saysBothWaysOutIfTheEmbeddedServerIsNotOnTheClassPath() {
		this.runner.withClassLoader(new FilteredClassLoader(EmbeddedTikv.class)).run((context) -> {
			NoTikvException cause = failure(() -> context.getBean(TitoConnectionDetails.class));
			assertThat(new NoTikvFailureAnalyzer().analyze(cause).getAction()).contains("tito.tikv.pd-addresses")
				.contains("add the dependency io.tito:tito-embedded");
		});
	}

	@Test
	void embeddedServerStopsWithTheApplication() {
		this.runner.run((context) -> {
			String address = context.getBean(TitoConnectionDetails.class).pdAddresses().get(0);
			int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
			context.close();
			try (EmbeddedTikv again = EmbeddedTikv.builder().port(port).start()) {
				assertThat(again.address()).isEqualTo(address);
			}
		});
	}

	private static NoTikvException failure(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException ex) {
			for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
				if (cause instanceof NoTikvException found) {
					return found;
				}
			}
		}
		throw new AssertionError("Expected that no TiKV is found");
	}

}
