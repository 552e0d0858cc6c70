package io.tito.autoconfigure.data;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.tito.autoconfigure.TitoRunner;
import io.tito.autoconfigure.data.IndexesDescriptor.CheckDescriptor;
import io.tito.autoconfigure.data.IndexesDescriptor.EntityDescriptor;
import io.tito.autoconfigure.data.IndexesDescriptor.IndexDescriptor;
import io.tito.autoconfigure.data.building.Parcel;
import io.tito.autoconfigure.data.building.Parcels;
import io.tito.autoconfigure.data.former.FormerParcel;
import io.tito.autoconfigure.tikv.TitoConnectionDetails;
import io.tito.client.Scan;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.core.TitoTemplate;
import io.tito.embedded.EmbeddedTikv;
import io.tito.index.IndexMembers;
import io.tito.key.Key;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TitoIndexesEndpointTests {

	private static EmbeddedTikv server;

	@BeforeAll
	static void start() {
		server = EmbeddedTikv.builder().start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void showsEachIndexOfEachEntity() {
		run("ready", (context, endpoint) -> {
			context.getBean(Parcels.class).save(new Parcel("1", "ann", 1));
			EntityDescriptor parcel = endpoint.indexes().entities().get("parcel");
			assertThat(parcel.type()).isEqualTo(Parcel.class.getName());
			assertThat(parcel.writable()).isTrue();
			assertThat(parcel.reason()).isNull();
			assertThat(parcel.waitingFor()).isEmpty();
			assertThat(parcel.indexes()).containsExactly(new IndexDescriptor("by_to", "ready", 1, 0, 0, null),
					new IndexDescriptor("by_weight", "ready", 1, 0, 0, null));
			assertThat(endpoint.indexesOf("parcel")).isEqualTo(parcel);
			assertThat(endpoint.indexesOf("unknown")).as("answered with 404").isNull();
			assertThat(health(context).getDetails()).doesNotContainKey("indexes");
		});
	}

	/**
	 * A version of the application that does not know the index has written before.
	 */
	@Test
	void showsAnIndexThatIsBuilt() {
		withFormerVersion("building", (context) -> {
			for (int i = 0; i < 3; i++) {
				context.getBean(TitoTemplate.class).save(new FormerParcel("p" + i, "ann", i));
			}
		});
		run("building", (context, endpoint) -> {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> phases(endpoint).equals(List.of("by_to ready", "by_weight building")));
			assertThat(endpoint.indexesOf("parcel").indexes().get(1).progress()).isZero();
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).extractingByKey("indexes")
				.asString()
				.isEqualTo("{parcel=[by_weight is built to 0 %]}");
		});
	}

	@Test
	void saysForWhomAnIndexWaitsAndWhoIsOutdated() {
		withFormerVersion("outdated", (older) -> {
			older.getBean(TitoTemplate.class).save(new FormerParcel("p", "ann", 1));
			TitoIndexesEndpoint ofOlder = older.getBean(TitoIndexesEndpoint.class);
			assertThat(ofOlder.indexesOf("parcel").writable()).isTrue();
			run("outdated", (newer, endpoint) -> {
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.until(() -> endpoint.indexesOf("parcel").waitingFor().size() == 1);
				assertThat(endpoint.indexesOf("parcel").waitingFor()).allMatch((name) -> name.startsWith("older@"));
				assertThat(phases(endpoint)).containsExactly("by_to ready", "by_weight waiting");
				assertThat(health(newer).getDetails()).extractingByKey("indexes")
					.asString()
					.isEqualTo("{parcel=[by_weight waits until every instance knows it]}");
				newer.getBean(TitoTemplate.class).indexes().builder(Parcel.class, IndexMembers.ALONE).run();
				assertThat(phases(endpoint)).containsExactly("by_to ready", "by_weight building");
			}, "tito.instance.name=newer");
			EntityDescriptor outdated = ofOlder.indexesOf("parcel");
			assertThat(outdated.writable()).isFalse();
			assertThat(outdated.reason()).isEqualTo("a newer version of the application has changed the indexes; "
					+ "this instance does not know [by_weight]");
			assertThat(health(older).getStatus()).isEqualTo(Status.UP);
			assertThat(health(older).getDetails()).extractingByKey("indexes")
				.asString()
				.contains("this instance is outdated and may not write");
		}, "tito.instance.name=older");
	}

	@Test
	void checksAndRepairsInTheBackground() {
		run("check", (context, endpoint) -> {
			context.getBean(Parcels.class).save(new Parcel("1", "ann", 1));
			damage(context.getBean(TitoClient.class), "check:index:parcel:by_to");
			assertThat(endpoint.indexesOf("parcel").check()).isNull();
			CheckDescriptor found = ended(endpoint, endpoint.check("parcel", null));
			assertThat(found.repairs()).isFalse();
			assertThat(found.result().missing()).isEqualTo(1);
			assertThat(found.result().repaired()).isZero();
			assertThat(found.result().findings()).singleElement().satisfies((finding) -> {
				assertThat(finding.kind()).isEqualTo("missing");
				assertThat(finding.index()).isEqualTo("by_to");
			});
			assertThat(ended(endpoint, endpoint.check("parcel", true)).result().repaired()).isEqualTo(1);
			assertThat(ended(endpoint, endpoint.check("parcel", false)).result().missing()).isZero();
		});
	}

	@Test
	void saysWhyACheckFailed() {
		EmbeddedTikv gone = EmbeddedTikv.builder().start();
		runner(gone, "failed", App.class, "tito.tikv.request-timeout=500ms").run((context) -> {
			TitoIndexesEndpoint endpoint = context.getBean(TitoIndexesEndpoint.class);
			context.getBean(Parcels.class).save(new Parcel("1", "ann", 1));
			gone.close();
			endpoint.check("parcel", null);
			IndexChecks checks = context.getBean(IndexChecks.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> checks.last("parcel").state() == IndexChecks.State.FAILED);
			assertThat(checks.last("parcel").failure()).isNotBlank();
		});
	}

	@Test
	void refusesToCheckAnEntityThatThereIsNot() {
		run("none", (context, endpoint) -> {
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.check("letter", null))
				.withMessage("There is no entity 'letter'; there are [parcel]");
		});
	}

	@Test
	void isThereOnlyWhereItIsExposed() {
		runner(server, "hidden", App.class).withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(TitoIndexesEndpoint.class)
				.doesNotHaveBean(IndexChecks.class));
	}

	@Test
	void isNotNeeded() {
		runner(server, "without", App.class).withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("titoIndexesEndpoint"));
	}

	private static List<String> phases(TitoIndexesEndpoint endpoint) {
		return endpoint.indexesOf("parcel")
			.indexes()
			.stream()
			.map((index) -> index.name() + " " + index.phase())
			.toList();
	}

	private static CheckDescriptor ended(TitoIndexesEndpoint endpoint, CheckDescriptor started) {
		assertThat(started.state()).isEqualTo("running");
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> endpoint.indexesOf("parcel").check().endedAt() != null);
		CheckDescriptor ended = endpoint.indexesOf("parcel").check();
		assertThat(ended.state()).isEqualTo("done");
		return ended;
	}

	private static void damage(TitoClient client, String prefix) {
		Transaction transaction = client.begin();
		transaction.scan(Scan.prefix(Key.of(prefix))).forEach((entry) -> transaction.delete(entry.key()));
		transaction.commit();
	}

	private static Health health(AssertableApplicationContext context) {
		return context.getBean("titoHealthContributor", HealthIndicator.class).health();
	}

	private static void withFormerVersion(String namespace, ContextConsumer<AssertableApplicationContext> work,
			String... properties) {
		runner(server, namespace, FormerApp.class, properties).run(work);
	}

	private static void run(String namespace, EndpointConsumer work, String... properties) {
		runner(server, namespace, App.class, properties)
			.run((context) -> work.accept(context, context.getBean(TitoIndexesEndpoint.class)));
	}

	private static ApplicationContextRunner runner(EmbeddedTikv server, String namespace, Class<?> application,
			String... properties) {
		TitoConnectionDetails details = () -> List.of(server.address());
		return TitoRunner.with(application)
			.withConfiguration(AutoConfigurations.of(TitoIndexesEndpointAutoConfiguration.class))
			.withBean(TitoConnectionDetails.class, () -> details)
			.withPropertyValues("management.endpoints.web.exposure.include=titoindexes", "tito.namespace=" + namespace)
			.withPropertyValues(properties);
	}

	@FunctionalInterface
	interface EndpointConsumer {

		void accept(AssertableApplicationContext context, TitoIndexesEndpoint endpoint);

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Parcel.class)
	static class App {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackages = "io.tito.autoconfigure.data.former")
	static class FormerApp {

	}

}
