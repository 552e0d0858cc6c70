package io.tito.listener.container;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.tito.client.Transaction;
import io.tito.cluster.Membership;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An owner whose session may be over because it could not be renewed.
 */
class SessionEndTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final AtomicBoolean renewed = new AtomicBoolean(true);

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void beginsNothingMoreAndForgetsItsPartitionsUntilItIsRenewed(boolean transactional) {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			one.membership = membership(one.member);
			one.listen("audit", transactional, (event, type, payload) -> {
				one.remember(event, type, payload);
				if (one.handled.size() == 3) {
					this.renewed.set(false);
				}
			});
			Transaction transaction = one.client.begin();
			List<String> published = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
			published.forEach((payload) -> one.append(transaction, "lane" + payload, payload, null));
			transaction.commit();
			one.start();
			one.runUntil(() -> one.handled.size() == 3);
			IntStream.range(0, 3).forEach((look) -> one.runOnce());
			assertThat(one.handled).containsExactly("0", "1", "2");
			assertThat(one.owned()).isZero();
			this.renewed.set(true);
			one.drain("audit");

			assertThat(one.handled).containsExactlyElementsOf(published);
			assertThat(one.metadata).allSatisfy((event) -> assertThat(event.attempt()).isEqualTo(1));
		}
	}

	private Membership membership(Membership member) {
		return (Membership) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Membership.class },
				(proxy, method, arguments) -> {
					boolean own = method.getName().equals("isLive") && method.getParameterCount() == 0;
					return (own && !this.renewed.get()) ? (Object) false : method.invoke(member, arguments);
				});
	}

}
