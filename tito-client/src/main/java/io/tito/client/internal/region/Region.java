package io.tito.client.internal.region;

import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * A region as it was last seen, with the store that leads it. Immutable.
 */
public final class Region {

	private static final Key FIRST = Key.wrap(new byte[0]);

	private final Metapb.Region meta;

	private final Key start;

	private final @Nullable Key end;

	private final Metapb.Peer leader;

	private final String address;

	private final Kvrpcpb.Context context;

	private Region(Metapb.Region meta, Metapb.Peer leader, String address) {
		this.meta = meta;
		this.start = decode(meta.getStartKey(), FIRST);
		this.end = meta.getEndKey().isEmpty() ? null : EncodedKey.decode(meta.getEndKey());
		this.leader = leader;
		this.address = address;
		this.context = Kvrpcpb.Context.newBuilder()
			.setRegionId(meta.getId())
			.setRegionEpoch(meta.getRegionEpoch())
			.setPeer(leader)
			.build();
	}

	static Region of(Metapb.Region meta, Metapb.Peer leader, String address) {
		return new Region(meta, leader, address);
	}

	private static Key decode(ByteString bound, Key unbounded) {
		return bound.isEmpty() ? unbounded : EncodedKey.decode(bound);
	}

	public long id() {
		return this.meta.getId();
	}

	public Key start() {
		return this.start;
	}

	/**
	 * The end, itself outside.
	 * @return the end, or null if the region is the last
	 */
	public @Nullable Key end() {
		return this.end;
	}

	/**
	 * The smaller of a key and the end of the region.
	 * @param to the end of a range
	 * @return how far the range reaches within the region
	 */
	public Key clampEnd(Key to) {
		return (this.end != null && this.end.compareTo(to) < 0) ? this.end : to;
	}

	public Key clampStart(Key from) {
		return (this.start.compareTo(from) > 0) ? this.start : from;
	}

	public boolean contains(Key key) {
		return this.start.compareTo(key) <= 0 && (this.end == null || key.compareTo(this.end) < 0);
	}

	boolean containsBefore(Key key) {
		return this.start.compareTo(key) < 0 && (this.end == null || key.compareTo(this.end) <= 0);
	}

	boolean overlaps(Region other) {
		return (other.end == null || this.start.compareTo(other.end) < 0)
				&& (this.end == null || other.start.compareTo(this.end) < 0);
	}

	long version() {
		return this.meta.getRegionEpoch().getVersion();
	}

	Metapb.Region meta() {
		return this.meta;
	}

	long leaderStore() {
		return this.leader.getStoreId();
	}

	/**
	 * The address of the store that leads.
	 * @return {@code host:port}
	 */
	public String address() {
		return this.address;
	}

	/**
	 * What requests say of the region they are for.
	 * @return the context
	 */
	public Kvrpcpb.Context context() {
		return this.context;
	}

	@Override
	public String toString() {
		return "region " + id() + " on store " + leaderStore() + " (" + this.address + ")";
	}

}
