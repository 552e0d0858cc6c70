package io.tito.embedded.pd;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import io.tito.embedded.storage.KeyRange;
import org.jspecify.annotations.Nullable;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * All regions at one moment, in the order of their keys and without gaps. Immutable.
 */
final class RegionMap {

	private final NavigableMap<ByteString, Region> byStart = new TreeMap<>(
			ByteString.unsignedLexicographicalComparator());

	private final Map<Long, Region> byId = new HashMap<>();

	RegionMap(Collection<Region> regions) {
		for (Region region : regions) {
			this.byStart.put(region.encodedRange().start(), region);
			this.byId.put(region.id(), region);
		}
	}

	List<Region> all() {
		return List.copyOf(this.byStart.values());
	}

	Optional<Region> byId(long id) {
		return Optional.ofNullable(this.byId.get(id));
	}

	Region holding(ByteString encodedKey) {
		// there is always one: the first region starts at the empty key
		return this.byStart.floorEntry(encodedKey).getValue();
	}

	Optional<Region> before(Region region) {
		return value(this.byStart.lowerEntry(region.encodedRange().start()));
	}

	Optional<Region> after(Region region) {
		return value(this.byStart.higherEntry(region.encodedRange().start()));
	}

	private static Optional<Region> value(Map.@Nullable Entry<ByteString, Region> entry) {
		return (entry != null) ? Optional.of(entry.getValue()) : Optional.empty();
	}

	List<Region> between(ByteString encodedStart, ByteString encodedEnd) {
		return this.byStart.tailMap(holding(encodedStart).encodedRange().start(), true)
			.values()
			.stream()
			.takeWhile((region) -> encodedEnd.isEmpty() || !region.encodedRange().startsAtOrAfter(encodedEnd))
			.toList();
	}

	/**
	 * A region and those to its left that may have been split from it, as TiKV tells them
	 * to a client that knows an older version.
	 * @param region the region
	 * @param knownVersion the version that the client knows
	 * @param most how many others at most
	 * @return the region first
	 */
	List<Region> withSiblings(Region region, long knownVersion, int most) {
		List<Region> siblings = new ArrayList<>(List.of(region));
		long missed = Math.min(most, region.version() - knownVersion);
		Optional<Region> left = before(region);
		while (siblings.size() <= missed && left.isPresent() && left.get().version() > knownVersion) {
			siblings.add(left.get());
			left = before(left.get());
		}
		return siblings;
	}

	RegionMap replacing(List<Region> old, List<Region> replacements) {
		List<Region> regions = new ArrayList<>(this.byStart.values());
		regions.removeAll(old);
		regions.addAll(replacements);
		return new RegionMap(regions);
	}

	static KeyRange join(KeyRange left, KeyRange right) {
		return new KeyRange(left.start(), right.end());
	}

}
