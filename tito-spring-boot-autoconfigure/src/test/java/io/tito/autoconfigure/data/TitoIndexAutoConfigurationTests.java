package io.tito.autoconfigure.data;

import java.time.Duration;
import java.util.List;

import io.tito.autoconfigure.TitoRunner;
import io.tito.autoconfigure.data.valid.Book;
import io.tito.autoconfigure.data.valid.Books;
import io.tito.cluster.ClusterMember;
import io.tito.core.IndexMaintenance;
import io.tito.core.TitoTemplate;
import io.tito.query.Cursors;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class TitoIndexAutoConfigurationTests {

	@Test
	void announcesTheIndexesOfEachEntityToTheOthers() {
		TitoRunner.with(App.class).run((context) -> {
			String announcement = context.getBean(TitoTemplate.class).indexes().announcement(Book.class);
			ClusterMember member = context.getBean(ClusterMember.class);
			assertThat(member.members()).singleElement().matches((one) -> one.knows(announcement));
		});
	}

	@Test
	void looksAfterTheIndexesWhileTheApplicationRuns() {
		TitoRunner.with(App.class).run((context) -> {
			assertThat(context).hasSingleBean(IndexMaintenance.class);
			context.getBean(IndexMaintenance.class).runOnce();
			assertThat(context.getBean(Books.class).count()).isZero();
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).contains("tito-index");
		});
	}

	@Test
	void givesControllersTheCursorsOfTheStore() {
		TitoRunner.with(App.class)
			.run((context) -> assertThat(context.getBean(Cursors.class))
				.isSameAs(context.getBean(TitoTemplate.class).cursors()));
	}

	@Test
	void leavesTheWorkToAMaintenanceOfTheApplication() {
		TitoRunner.with(App.class)
			.withBean("own", IndexMaintenance.class,
					() -> new IndexMaintenance(null, List.of(), (announcement) -> List.of(), () -> false,
							Duration.ofDays(1)))
			.run((context) -> assertThat(context).hasSingleBean(IndexMaintenance.class).hasBean("own"));
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Book.class)
	static class App {

	}

}
