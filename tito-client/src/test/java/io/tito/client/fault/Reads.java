package io.tito.client.fault;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.key.Key;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A read, which shows everything in spite of a fault.
 *
 * @param name what it is called
 * @param letters the keys that it shows, in this order
 * @param read reads
 */
record Reads(String name, List<String> letters, BiFunction<Scene, Snapshot, List<Key>> read) implements Scenario {

	static Reads get() {
		return new Reads("get", List.of("m"),
				(scene, snapshot) -> (snapshot.get(scene.key("m")) != null) ? List.of(scene.key("m")) : List.of());
	}

	static Reads batchGet() {
		return new Reads("batch-get", Scene.LETTERS,
				(scene, snapshot) -> List.copyOf(snapshot.getAll(scene.keys(Scene.LETTERS)).keySet()));
	}

	static Reads scan(boolean reverse) {
		List<String> order = reverse ? List.of("z", "m", "b", "a") : Scene.LETTERS;
		return new Reads(reverse ? "scan-backwards" : "scan", order, (scene, snapshot) -> {
			Scan scan = Scan.range(scene.key("a"), scene.key("zzz"));
			return snapshot.scan(reverse ? scan.reversed() : scan).stream().map((entry) -> entry.key()).toList();
		});
	}

	@Override
	public Ending run(Scene scene) {
		List<Key> seen = this.read.apply(scene, scene.client().snapshot());
		assertThat(seen).isEqualTo(scene.keys(this.letters));
		return Ending.READ;
	}

	@Override
	public Set<Ending> allowed(Step step, Fault fault) {
		return Set.of(Ending.READ);
	}

	@Override
	public void verify(Scene scene, Ending ending) {
		assertThat(scene.readAll(scene.keys(Scene.LETTERS))).hasSize(Scene.LETTERS.size());
	}

	@Override
	public String toString() {
		return this.name;
	}

}
