package io.tito.client.fault;

import java.util.Set;
import java.util.function.Consumer;

import io.tito.client.Scan;
import io.tito.client.Timestamp;
import io.tito.embedded.fault.FaultAction;
import org.tikv.kvproto.Errorpb;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Questions to PD: the time, and where a key is once a client has forgotten it.
 *
 * @param name what is asked for
 * @param before makes the client ask
 * @param ask what makes use of the answer
 */
record Asks(String name, Consumer<Scene> before, Consumer<Scene> ask) implements Scenario {

	static Asks timestamp() {
		return new Asks("timestamp", (scene) -> {
		}, (scene) -> {
			Timestamp one = scene.client().timestamp();
			assertThat(scene.client().timestamp()).isGreaterThan(one);
		});
	}

	static Asks members() {
		return new Asks("pd-members", (scene) -> scene.server().faults().onNext("Tso", FaultAction.dropAfter()),
				(scene) -> scene.client().timestamp());
	}

	static Asks region() {
		return new Asks("region",
				(scene) -> forgets(scene, "KvGet",
						Errorpb.Error.newBuilder().setEpochNotMatch(Errorpb.EpochNotMatch.getDefaultInstance())),
				Asks::get);
	}

	static Asks store() {
		return new Asks("store",
				(scene) -> forgets(scene, "KvGet",
						Errorpb.Error.newBuilder().setStoreNotMatch(Errorpb.StoreNotMatch.getDefaultInstance())),
				Asks::get);
	}

	private static void forgets(Scene scene, String rpc, Errorpb.Error.Builder error) {
		scene.server().faults().onNext(rpc, FaultAction.regionError(error.build()));
	}

	private static void get(Scene scene) {
		assertThat(scene.client().get(scene.key("m"))).isEqualTo(Scene.OLD.getBytes());
	}

	static Asks previousRegion() {
		return new Asks("previous-region",
				(scene) -> forgets(scene, "KvScan",
						Errorpb.Error.newBuilder().setEpochNotMatch(Errorpb.EpochNotMatch.getDefaultInstance())),
				(scene) -> assertThat(
						scene.client().snapshot().scan(Scan.range(scene.key("a"), scene.key("z")).reversed()))
					.hasSize(3));
	}

	@Override
	public void prepare(Scene scene) {
		this.before.accept(scene);
	}

	@Override
	public Ending run(Scene scene) {
		this.ask.accept(scene);
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
