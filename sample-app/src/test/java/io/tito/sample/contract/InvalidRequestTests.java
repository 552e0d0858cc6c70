package io.tito.sample.contract;

import java.io.IOException;

import io.tito.sample.client.SampleClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class InvalidRequestTests extends ContractTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			{"customer":"","reference":"R","amount":1}                       | customer
			{"customer":"  ","reference":"R","amount":1}                     | customer
			{"reference":"R","amount":1}                                     | customer
			{"customer":"ann","reference":" ","amount":1}                    | reference
			{"customer":"ann","amount":1}                                    | reference
			{"customer":"ann","reference":"R"}                               | amount
			{"customer":"ann","reference":"R","amount":null}                 | amount
			{"customer":"ann","reference":"R","amount":-1}                   | amount
			{"customer":"ann","reference":"R","amount":"much"}               | amount
			{"customer":"ann","reference":"R","amount":"1"}                  | amount
			{"customer":"ann","reference":"R","amount":1.5}                  | amount
			{"customer":"ann","reference":"R","amount":99999999999999999999} | amount
			{"customer":"ann","reference":"R","amount":1,"tags":["a"," "]}   | tags[1]
			{"customer":"ann","reference":"R","amount":1,"tags":[null]}      | tags[0]
			{"customer":"ann","reference":"R","amount":1,"tags":"gift"}      | tags
			{"customer":"ann"                                                | body
			[]                                                               | body
			nonsense                                                         | body
			null                                                             | body
			""")
	void refusesAnOrder(String body, String field) throws IOException {
		assertRefused(this.sample.post("/orders", body), field);
	}

	@Test
	void refusesAMissingBody() throws IOException {
		assertRefused(this.sample.post("/orders", ""), "body");
	}

	@Test
	void namesEveryFieldThatIsWrong() throws IOException {
		Answer refused = this.sample.post("/orders", "{\"customer\":\"\",\"amount\":-1}");
		assertThat(refused.json().get("errors").findValuesAsString("field")).containsExactlyInAnyOrder("customer",
				"reference", "amount");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			{"customer":"ann","reference":"R","amount":1}                         | version
			{"customer":"ann","reference":"R","amount":-1,"version":0}            | amount
			{"id":"other","customer":"ann","reference":"R","amount":1,"version":0}| id
			""")
	void refusesAChange(String body, String field) throws IOException {
		assertRefused(this.sample.put("/orders/some", body), field);
	}

	@ParameterizedTest
	@CsvSource({ "/orders, customer", "/orders?customer=, customer", "/orders?customer=ann&limit=0, limit",
			"/orders?customer=ann&limit=101, limit", "/orders?customer=ann&limit=few, limit",
			"/orders?customer=ann&after=nonsense, after", "/shipments, customer",
			"/shipments?customer=ann&order=1, customer" })
	void refusesAParameter(String path, String field) throws IOException {
		assertRefused(this.sample.get(path), field);
	}

	@ParameterizedTest
	@CsvSource({ "?in=soon", "?in=2", "?in=", "?in=-PT1S", "?in=P999999D", "''" })
	void refusesADuration(String query) throws IOException {
		String id = this.sample.order(unique("ann"), unique("R"), 1).text("id");
		assertRefused(this.sample.post("/orders/" + id + "/reminders" + query, ""), "in");
	}

	@Test
	void answersAnUnknownPathWithAProblem() throws IOException {
		Answer absent = this.sample.get("/nowhere");
		assertThat(absent.status()).isEqualTo(404);
		assertThat(absent.contentType()).startsWith("application/problem+json");
	}

	@Test
	void answersAMethodThatIsNotAllowedWithAProblem() throws IOException {
		Answer refused = this.sample.delete("/orders");
		assertThat(refused.status()).isEqualTo(405);
		assertThat(refused.contentType()).startsWith("application/problem+json");
	}

	private static void assertRefused(Answer answer, String field) {
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.contentType()).startsWith("application/problem+json");
		assertThat(answer.json().path("errors").findValuesAsString("field")).containsExactly(field);
		assertThat(answer.json().path("errors").findValuesAsString("message"))
			.allSatisfy((message) -> assertThat(message).isNotBlank());
	}

}
