package io.tito.test.store;

import io.tito.log.DeadLetterOperations;
import io.tito.log.EventLogOperations;
import io.tito.log.GroupLag;
import io.tito.test.AutoConfigureTito;
import io.tito.test.event.PublishedEvents;
import io.tito.test.listener.TestListeners;
import io.tito.test.orders.Checkout;
import io.tito.test.orders.Order;
import io.tito.test.orders.Orders;
import io.tito.test.orders.OrdersApplication;
import io.tito.test.orders.Shipments;
import io.tito.test.orders.Warehouse;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@SpringBootTest(classes = OrdersApplication.class)
@AutoConfigureTito
@EmptyStore
class EmptyStoreTests {

	@Autowired
	private Checkout checkout;

	@Autowired
	private Orders orders;

	@Autowired
	private Shipments shipments;

	@Autowired
	private EventLogOperations log;

	@RepeatedTest(3)
	void everyTestFindsNothingOfThoseBefore(TestListeners listeners, PublishedEvents events) {
		assertThat(this.orders.count()).isZero();
		assertThat(this.shipments.count()).isZero();
		assertThat(this.log.lag("order", "shipping")).isEqualTo(new GroupLag(0, 0, 0, null));
		assertThat(events).isEmpty();
		Order first = this.checkout.place("ann", 1);
		this.checkout.place("bob", Warehouse.UNLUCKY);
		listeners.drain();
		// left for the next test: a failed event, one behind it, and pending ones
		this.checkout.place("bob", 2);
		this.checkout.place("ann", 3);
		assertThat(this.shipments.findAll()).extracting("orderId").containsExactly(first.id());
		assertThat(this.log.groups("order")).extracting("group").containsExactly("shipping");
	}

	@Test
	void refusesToEmptyAStoreThatIsNotTheTestsOwn() throws Exception {
		TestContextManager manager = new TestContextManager(OnAConnectionOfItsOwn.class);
		Object instance = new OnAConnectionOfItsOwn();
		manager.beforeTestClass();
		manager.prepareTestInstance(instance);
		assertThatIllegalStateException()
			.isThrownBy(() -> manager.beforeTestMethod(instance, OnAConnectionOfItsOwn.class.getDeclaredMethod("test")))
			.withMessageContaining("Nothing was removed");
		manager.afterTestClass();
	}

	@SpringBootTest(classes = OrdersApplication.class, properties = "tito.tikv.pd-addresses=")
	@AutoConfigureTito(embedded = false)
	@EmptyStore
	static class OnAConnectionOfItsOwn {

		@Autowired
		DeadLetterOperations operations;

		void test() {
		}

	}

}
