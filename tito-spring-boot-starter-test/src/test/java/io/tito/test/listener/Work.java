package io.tito.test.listener;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.tito.annotation.TitoListener;

import org.springframework.stereotype.Component;

/**
 * A listener that does what the test says, besides remembering.
 */
@Component
class Work {

	static final String TYPE = "work";

	final List<String> done = new CopyOnWriteArrayList<>();

	volatile Consumer<String> action = (text) -> {
	};

	@TitoListener(id = "working", type = TYPE, group = "working")
	void on(String text) {
		this.action.accept(text);
		this.done.add(text);
	}

}
