package io.tito.client.internal.region;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.tito.client.ClientListener;
import io.tito.client.internal.pd.RegionDirectory;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Lifecycle;
import io.tito.key.Key;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Metapb;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cache over a directory whose regions split and move.
 */
class RegionCacheTests {

	private final Budget budget = new Budget.Limits(new Lifecycle(), ClientListener.NONE, Duration.ofSeconds(1))
		.operation();

	private final Directory directory = new Directory();

	private final RegionCache cache = new RegionCache(this.directory);

	@Test
	void asksOncePerRegion() {
		this.directory.split("m");
		assertThat(locate("a").id()).isEqualTo(locate("l").id());
		assertThat(locate("m").id()).isEqualTo(locate("z").id()).isNotEqualTo(locate("a").id());
		assertThat(this.directory.asked).isEqualTo(2);
	}

	@Test
	void findsTheRegionBeforeAKey() {
		this.directory.split("m");
		Region left = locate("a");
		assertThat(this.cache.locateBefore(Key.of("m"), this.budget).id()).isEqualTo(left.id());
		assertThat(this.cache.locateBefore(Key.of("m").next(), this.budget).id()).isEqualTo(locate("m").id());
		RegionCache cold = new RegionCache(this.directory);
		assertThat(cold.locateBefore(Key.of("m"), this.budget).id()).isEqualTo(left.id());
	}

	@Test
	void findsTheRegionBeforeAKeyAlthoughRegionsAreMergedMeanwhile() {
		this.directory.split("f");
		this.directory.split("m");
		this.directory.beforePrevious = () -> this.directory.merge("m");
		Region before = this.cache.locateBefore(Key.of("m"), this.budget);
		assertThat(before.containsBefore(Key.of("m"))).isTrue();
		assertThat(before.start()).isEqualTo(Key.of("f"));
	}

	@Test
	void clampsRangesToARegion() {
		this.directory.split("f");
		this.directory.split("m");
		Region middle = locate("g");
		assertThat(middle.clampStart(Key.of("a"))).isEqualTo(Key.of("f"));
		assertThat(middle.clampEnd(Key.of("z"))).isEqualTo(Key.of("m"));
		assertThat(middle.clampStart(Key.of("h"))).isEqualTo(Key.of("h"));
	}

	@Test
	void takesARegionThatWasSplitFromTheAnswerOfAStore() {
		Region whole = locate("a");
		this.directory.split("m");
		assertThat(this.cache.replace(whole, this.directory.regions, this.budget)).isTrue();
		assertThat(locate("a").end()).isEqualTo(Key.of("m"));
		assertThat(locate("z").start()).isEqualTo(Key.of("m"));
		assertThat(this.directory.asked).isEqualTo(1);
	}

	@Test
	void keepsWhatIsNewerThanAnAnswer() {
		List<Metapb.Region> old = List.copyOf(this.directory.regions);
		this.directory.split("m");
		Region right = locate("z");
		Region left = locate("a");
		assertThat(this.cache.replace(right.id() == old.get(0).getId() ? right : left, old, this.budget)).isFalse();
		assertThat(locate("a").end()).isEqualTo(Key.of("m"));
	}

	@Test
	void followsALeader() {
		Region region = locate("a");
		this.cache.leaderIs(region, Metapb.Peer.newBuilder().setId(9).setStoreId(2).build(), this.budget);
		assertThat(locate("a").address()).isEqualTo("store2:20160");
	}

	@Test
	void asksAgainForWhatWasInvalidated() {
		Region region = locate("a");
		this.cache.invalidateStore(region);
		assertThat(this.cache.cached(Key.of("a"))).isNull();
		locate("a");
		assertThat(this.directory.asked).isEqualTo(2);
		assertThat(this.directory.askedForStores).isEqualTo(2);
	}

	@Test
	void findsTheRightRegionUnderRandomSplits() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 0; i < 500; i++) {
			if (random.nextInt(4) == 0) {
				this.directory.split(Integer.toString(random.nextInt(1000)));
			}
			Key key = Key.of(Integer.toString(random.nextInt(1000)));
			Region found = this.cache.locate(key, this.budget);
			assertThat(found.contains(key)).as("seed %d", seed).isTrue();
			Region before = this.cache.locateBefore(key, this.budget);
			assertThat(before.containsBefore(key)).as("seed %d", seed).isTrue();
			if (random.nextInt(3) == 0) {
				this.cache.replace(found, this.directory.regions, this.budget);
			}
		}
	}

	private Region locate(String key) {
		return this.cache.locate(Key.of(key), this.budget);
	}

	/**
	 * Regions in the order of keys; the left part of a split is a new region.
	 */
	private static final class Directory implements RegionDirectory {

		private final List<Metapb.Region> regions = new ArrayList<>();

		private int asked;

		private int askedForStores;

		private Runnable beforePrevious = () -> {
		};

		Directory() {
			this.regions.add(Metapb.Region.newBuilder()
				.setId(1)
				.setRegionEpoch(Metapb.RegionEpoch.newBuilder().setVersion(1))
				.addPeers(Metapb.Peer.newBuilder().setId(1).setStoreId(1))
				.build());
		}

		void split(String at) {
			ByteString bound = EncodedKey.encode(Key.of(at));
			int index = index(bound);
			Metapb.Region old = this.regions.get(index);
			if (old.getStartKey().equals(bound)) {
				return;
			}
			Metapb.RegionEpoch epoch = Metapb.RegionEpoch.newBuilder()
				.setVersion(old.getRegionEpoch().getVersion() + 1)
				.build();
			this.regions.set(index, old.toBuilder().setStartKey(bound).setRegionEpoch(epoch).build());
			this.regions.add(index,
					old.toBuilder().setId(100 + this.regions.size()).setEndKey(bound).setRegionEpoch(epoch).build());
		}

		/**
		 * Merge the region that begins at a key into the one before.
		 */
		void merge(String at) {
			int index = index(EncodedKey.encode(Key.of(at)));
			Metapb.Region gone = this.regions.remove(index);
			Metapb.Region before = this.regions.get(index - 1);
			long version = Math.max(gone.getRegionEpoch().getVersion(), before.getRegionEpoch().getVersion()) + 1;
			this.regions.set(index - 1,
					before.toBuilder()
						.setEndKey(gone.getEndKey())
						.setRegionEpoch(Metapb.RegionEpoch.newBuilder().setVersion(version))
						.build());
			this.beforePrevious = () -> {
			};
		}

		private int index(ByteString key) {
			for (int i = this.regions.size() - 1; i >= 0; i--) {
				if (ByteString.unsignedLexicographicalComparator()
					.compare(this.regions.get(i).getStartKey(), key) <= 0) {
					return i;
				}
			}
			throw new IllegalStateException("No region");
		}

		@Override
		public Pdpb.GetRegionResponse region(ByteString encodedKey, Budget paying) {
			this.asked++;
			return answer(this.regions.get(index(encodedKey)));
		}

		@Override
		public Pdpb.GetRegionResponse previousRegion(ByteString encodedKey, Budget paying) {
			this.asked++;
			this.beforePrevious.run();
			return answer(this.regions.get(index(encodedKey) - 1));
		}

		private static Pdpb.GetRegionResponse answer(Metapb.Region region) {
			return Pdpb.GetRegionResponse.newBuilder().setRegion(region).setLeader(region.getPeers(0)).build();
		}

		@Override
		public Metapb.Store store(long id, Budget paying) {
			this.askedForStores++;
			return Metapb.Store.newBuilder().setId(id).setAddress("store" + id + ":20160").build();
		}

	}

}
