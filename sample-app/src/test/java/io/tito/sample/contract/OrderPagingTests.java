package io.tito.sample.contract;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.tito.sample.client.SampleClient.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OrderPagingTests extends ContractTests {

	private final String customer = unique("ann");

	@Test
	void hasNoCursorBehindTheLastOrder() throws IOException {
		place(3);
		Answer page = page("&limit=3");
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.json().propertyNames()).containsExactly("items", "next");
		assertThat(page.json().get("items")).hasSize(3);
		assertThat(page.json().get("next").isNull()).isTrue();
	}

	@Test
	void answersAnUnknownCustomerWithAnEmptyPage() throws IOException {
		Answer page = page("");
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.json().toString()).isEqualTo("{\"items\":[],\"next\":null}");
	}

	@Test
	void givesTwentyOrdersUnlessToldOtherwise() throws IOException {
		place(21);
		Answer page = page("");
		assertThat(page.json().get("items")).hasSize(20);
		assertThat(page("&after=" + page.text("next")).json().get("items")).hasSize(1);
	}

	@Test
	void visitsEachOrderOnceInPagesOfAnySize() throws IOException {
		List<String> placed = place(11);
		placeFor(unique("bob"), 3);
		for (int limit : new int[] { 1, 2, 5, 10, 11, 100 }) {
			assertThat(pages(limit)).as("limit %d", limit).containsExactlyInAnyOrderElementsOf(placed);
		}
	}

	@Test
	void goesOnWhereTheOrderAtTheCursorWasDeleted() throws IOException {
		place(4);
		Answer first = page("&limit=2");
		for (String id : ids(first)) {
			this.sample.delete("/orders/" + id);
		}
		Answer second = page("&limit=2&after=" + first.text("next"));
		assertThat(ids(second)).hasSize(2).doesNotContainAnyElementsOf(ids(first));
	}

	@Test
	void listsLargeOrdersTheLargestFirstPageByPage() throws IOException {
		for (int amount : new int[] { 1000, 999, 5000, 2000, 1 }) {
			this.sample.order(this.customer, unique("R"), amount);
		}
		Answer first = page("&large=true&limit=2");
		assertThat(first.json().get("items").findValuesAsString("amount")).containsExactly("5000", "2000");
		Answer second = page("&large=true&limit=2&after=" + first.text("next"));
		assertThat(second.json().get("items").findValuesAsString("amount")).containsExactly("1000");
		assertThat(second.json().get("next").isNull()).isTrue();
	}

	@Test
	void refusesTheCursorOfAnotherCustomer() throws IOException {
		place(2);
		String cursor = page("&limit=1").text("next");
		assertThat(this.sample.get("/orders?customer=" + unique("bob") + "&after=" + cursor).status()).isEqualTo(400);
	}

	private List<String> pages(int limit) throws IOException {
		Answer page = page("&limit=" + limit);
		List<String> ids = new ArrayList<>(ids(page));
		while (!page.json().get("next").isNull()) {
			page = page("&limit=" + limit + "&after=" + page.text("next"));
			assertThat(ids(page)).isNotEmpty();
			ids.addAll(ids(page));
		}
		return ids;
	}

	private Answer page(String query) throws IOException {
		return this.sample.get("/orders?customer=" + this.customer + query);
	}

	private static List<String> ids(Answer page) {
		return page.json().get("items").findValuesAsString("id");
	}

	private List<String> place(int count) throws IOException {
		return placeFor(this.customer, count);
	}

	private List<String> placeFor(String customer, int count) throws IOException {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			ids.add(this.sample.order(customer, unique("R"), i).text("id"));
		}
		return ids;
	}

}
