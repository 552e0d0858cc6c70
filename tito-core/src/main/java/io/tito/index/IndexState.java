package io.tito.index;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

import io.tito.client.Timestamp;
import io.tito.key.Key;

/**
 * What is stored of one index.
 *
 * @param declaration its definition, as another version of the application may need it
 * @param phase where it is in its life
 * @param since when the phase began
 * @param place the last row that was filled; empty at the beginning
 * @param done how many rows were filled
 * @param total how many rows there were when the filling began
 * @param problem what keeps it from becoming ready, empty if nothing does
 */
record IndexState(IndexDeclaration declaration, IndexPhase phase, Timestamp since, Key place, long done, long total,
		String problem) {

	static IndexState of(IndexDeclaration declaration, IndexPhase phase, Timestamp since) {
		return new IndexState(declaration, phase, since, Key.wrap(new byte[0]), 0, 0, "");
	}

	String storedName() {
		return this.declaration.storedName();
	}

	IndexState enter(IndexPhase next, Timestamp at) {
		return of(this.declaration, next, at);
	}

	IndexState counted(long rows) {
		return new IndexState(this.declaration, this.phase, this.since, this.place, this.done, rows, this.problem);
	}

	IndexState filled(Key last, long rows) {
		return new IndexState(this.declaration, this.phase, this.since, last, this.done + rows, this.total, "");
	}

	IndexState blocked(String why) {
		return new IndexState(this.declaration, this.phase, this.since, this.place, this.done, this.total, why);
	}

	IndexStatus status() {
		return new IndexStatus(this.declaration.name(), this.phase, this.done, this.total, this.problem);
	}

	void write(DataOutputStream out) throws IOException {
		this.declaration.write(out);
		out.writeByte(this.phase.ordinal());
		out.writeLong(this.since.value());
		out.writeShort(this.place.length());
		out.write(this.place.bytes());
		out.writeLong(this.done);
		out.writeLong(this.total);
		out.writeUTF(this.problem);
	}

	static IndexState read(DataInputStream in) throws IOException {
		IndexDeclaration declaration = IndexDeclaration.read(in);
		IndexPhase phase = IndexPhase.values()[in.readUnsignedByte()];
		Timestamp since = new Timestamp(in.readLong());
		Key place = Key.wrap(in.readNBytes(in.readUnsignedShort()));
		return new IndexState(declaration, phase, since, place, in.readLong(), in.readLong(), in.readUTF());
	}

}
