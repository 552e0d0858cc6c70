package io.tito.sample.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends requests to one instance of the sample. A request is sent once: nothing is
 * retried. Thread-safe.
 */
public final class SampleClient {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final URI base;

	public SampleClient(int port) {
		this.base = URI.create("http://127.0.0.1:" + port);
	}

	public Answer get(String path) throws IOException {
		return send("GET", path, BodyPublishers.noBody());
	}

	public Answer post(String path, String json) throws IOException {
		return send("POST", path, BodyPublishers.ofString(json));
	}

	public Answer put(String path, String json) throws IOException {
		return send("PUT", path, BodyPublishers.ofString(json));
	}

	public Answer delete(String path) throws IOException {
		return send("DELETE", path, BodyPublishers.noBody());
	}

	public Answer order(String customer, String reference, long amount) throws IOException {
		return post("/orders",
				"{\"customer\":\"%s\",\"reference\":\"%s\",\"amount\":%d}".formatted(customer, reference, amount));
	}

	private Answer send(String method, String path, BodyPublisher body) throws IOException {
		HttpRequest request = HttpRequest.newBuilder(this.base.resolve(path))
			.header("Content-Type", "application/json")
			.timeout(TIMEOUT)
			.method(method, body)
			.build();
		try {
			return answer(this.http.send(request, BodyHandlers.ofString()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while waiting for " + path, ex);
		}
	}

	private static Answer answer(HttpResponse<String> response) {
		String type = response.headers().firstValue("Content-Type").orElse("");
		JsonNode json = type.contains("json") ? JSON.readTree(response.body()) : JSON.missingNode();
		return new Answer(response.statusCode(), type, response.headers().firstValue("Location").orElse(""), json);
	}

	/**
	 * What came back.
	 */
	public record Answer(int status, String contentType, String location, JsonNode json) {

		public String text(String field) {
			return this.json.path(field).asString();
		}

		public long number(String field) {
			return this.json.path(field).asLong();
		}

	}

}
