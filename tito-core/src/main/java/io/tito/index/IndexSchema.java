package io.tito.index;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.tito.client.CorruptedDataException;
import io.tito.client.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of the indexes of one entity, under one key so that all of it is read
 * and changed together.
 *
 * <pre>
 * format (1 byte) | number of versions (2), each | number of states (2), each
 * </pre>
 *
 * @param versions the sets of definitions that were in force, each by its fingerprint;
 * the last is in force now
 * @param states the indexes
 */
record IndexSchema(List<String> versions, List<IndexState> states) {

	private static final int FORMAT = 1;

	private static final int REMEMBERED = 50;

	IndexSchema {
		versions = List.copyOf(versions);
		states = List.copyOf(states);
	}

	String current() {
		return this.versions.get(this.versions.size() - 1);
	}

	/**
	 * Whether a version was in force and is no more.
	 */
	boolean isOutdated(String version) {
		return !current().equals(version) && this.versions.contains(version);
	}

	@Nullable IndexState state(String storedName) {
		return this.states.stream().filter((state) -> state.storedName().equals(storedName)).findFirst().orElse(null);
	}

	/**
	 * Put another version in force: what is new is to be built, what is gone dropped.
	 */
	IndexSchema adopt(String version, List<IndexDeclaration> wanted, Timestamp at) {
		List<String> history = new ArrayList<>(this.versions);
		history.remove(version);
		history.add(version);
		List<IndexState> next = new ArrayList<>();
		for (IndexDeclaration declaration : wanted) {
			IndexState known = state(declaration.storedName());
			boolean usable = known != null && known.phase() != IndexPhase.DROPPING;
			next.add((known != null && usable) ? known : IndexState.of(declaration, IndexPhase.BUILDING, at));
		}
		for (IndexState state : this.states) {
			if (wanted.stream().noneMatch((declaration) -> declaration.storedName().equals(state.storedName()))) {
				next.add((state.phase() == IndexPhase.DROPPING) ? state : state.enter(IndexPhase.DROPPING, at));
			}
		}
		return new IndexSchema(history.subList(Math.max(0, history.size() - REMEMBERED), history.size()), next);
	}

	IndexSchema with(String storedName, UnaryOperator<IndexState> change) {
		return new IndexSchema(this.versions,
				this.states.stream()
					.map((state) -> state.storedName().equals(storedName) ? change.apply(state) : state)
					.toList());
	}

	IndexSchema without(String storedName) {
		return new IndexSchema(this.versions,
				this.states.stream().filter((state) -> !state.storedName().equals(storedName)).toList());
	}

	byte[] encode() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeByte(FORMAT);
			out.writeShort(this.versions.size());
			for (String version : this.versions) {
				out.writeUTF(version);
			}
			out.writeShort(this.states.size());
			for (IndexState state : this.states) {
				state.write(out);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	static IndexSchema decode(String entity, byte[] bytes) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
			int format = in.readUnsignedByte();
			if (format != FORMAT) {
				throw new CorruptedDataException(
						"The states of the indexes of '%s' have the format %d; this version reads format %d"
							.formatted(entity, format, FORMAT),
						null);
			}
			List<String> versions = new ArrayList<>();
			for (int left = in.readUnsignedShort(); left > 0; left--) {
				versions.add(in.readUTF());
			}
			List<IndexState> states = new ArrayList<>();
			for (int left = in.readUnsignedShort(); left > 0; left--) {
				states.add(IndexState.read(in));
			}
			return new IndexSchema(versions, states);
		}
		catch (IOException ex) {
			throw new CorruptedDataException("The states of the indexes of '%s' are damaged".formatted(entity), ex);
		}
	}

}
