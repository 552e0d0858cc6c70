package io.tito.embedded.history;

import org.tikv.kvproto.Kvrpcpb.Op;

/**
 * A write record of a key in the model.
 */
record ModelWrite(Op type, long start, long commit, String value, boolean protects, boolean overlapped) {

	static ModelWrite rollback(long start, boolean protects) {
		return new ModelWrite(Op.Rollback, start, start, "", protects, false);
	}

	boolean isData() {
		return this.type == Op.Put || this.type == Op.Del;
	}

	boolean rollsBack(long transaction) {
		return this.commit == transaction && (this.type == Op.Rollback || this.overlapped);
	}

	ModelWrite withOverlap() {
		return new ModelWrite(this.type, this.start, this.commit, this.value, this.protects, true);
	}

	String dump() {
		return this.type + " " + this.start + "->" + this.commit + " " + (this.protects ? "p" : this.value)
				+ (this.overlapped ? "+" : "");
	}

}
