package io.tito.client.fault;

import java.util.List;

import io.tito.key.Key;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.Message;

/**
 * One request of a protocol, as a row of the matrix.
 *
 * @param name what the request is for
 * @param rpc its RPC
 * @param letter a key that it is about; empty for a question to PD
 * @param scenario what leads to it
 * @param layouts where the keys may be for it to be sent
 */
record Step(String name, String rpc, String letter, Scenario scenario, List<Layout> layouts) {

	static final List<Layout> BOTH = List.of(Layout.values());

	static final List<Layout> SPREAD = List.of(Layout.THREE_REGIONS);

	boolean matches(Scene scene, Message request) {
		if (atPd()) {
			return true;
		}
		ByteString wanted = ByteString.copyFrom(key(scene).bytes());
		return Requests.keys(request).contains(wanted);
	}

	boolean atPd() {
		return this.letter.isEmpty();
	}

	Key key(Scene scene) {
		return scene.key(atPd() ? "a" : this.letter);
	}

	@Override
	public String toString() {
		return this.scenario + " / " + this.name;
	}

}
