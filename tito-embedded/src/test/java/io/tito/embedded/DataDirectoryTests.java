package io.tito.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.tito.embedded.pd.Region;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.kvproto.Kvrpcpb.TxnHeartBeatResponse;
import org.tikv.kvproto.Kvrpcpb.Op;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;

import static io.tito.embedded.Wire.bytes;
import static io.tito.embedded.Wire.delete;
import static io.tito.embedded.Wire.mutation;
import static io.tito.embedded.Wire.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server with a data directory, stopped and started again; directories that it refuses.
 */
class DataDirectoryTests {

	private static final String VALUE = "v".repeat(200);

	@TempDir
	Path directory;

	private EmbeddedTikv.Builder builder() {
		return EmbeddedTikv.builder().dataDirectory(this.directory);
	}

	private void serve(Session session) {
		try (EmbeddedTikv tikv = builder().start(); Wire wire = new Wire(tikv.address())) {
			session.use(tikv, wire);
		}
	}

	private interface Session {

		void use(EmbeddedTikv tikv, Wire wire);

	}

	@Test
	void keepsVersionsAndRollbacks() {
		serve((tikv, wire) -> {
			wire.committed(10, 20, put("a", "1"), put("b", "1"));
			wire.committed(30, 40, put("a", "2"), delete("b"));
			wire.rolledBack(50, "a");
			wire.cleanup(60, 0, "c");
		});
		serve((tikv, wire) -> {
			assertThat(wire.read("a", 39)).isEqualTo("1");
			assertThat(wire.read("a", 40)).isEqualTo("2");
			assertThat(wire.scan(wire.scanning("", "", 39))).containsExactly("a=1", "b=1");
			assertThat(wire.scan(wire.scanning("", "", 40))).containsExactly("a=2");
			assertThat(wire.writes("a")).containsExactly("Rollback 50->50", "Put 30->40", "Put 10->20");
			assertThat(wire.writes("c")).containsExactly("Rollback 60->60p");
		});
	}

	@Test
	@DisplayName("0.3: prewrite locks stay, pessimistic ones do not")
	void keepsThePromisesOfLocks() {
		serve((tikv, wire) -> {
			assertThat(wire.send(
					wire.prewrite(10, put("a", "1"), put("b", "1")).setUseAsyncCommit(true).addSecondaries(bytes("b")))
				.getErrorsList()).isEmpty();
			assertThat(wire.kv()
				.kvPessimisticLock(PessimisticLockRequest.newBuilder()
					.setContext(wire.context())
					.setStartVersion(11)
					.setForUpdateTs(11)
					.setLockTtl(Wire.TTL)
					.setPrimaryLock(bytes("p"))
					.addMutations(mutation(Op.PessimisticLock, "p"))
					.build())
				.getErrorsList()).isEmpty();
			assertThat(wire.mvcc("p").hasLock()).isTrue();
		});
		serve((tikv, wire) -> {
			assertThat(wire.mvcc("p").hasLock()).isFalse();
			assertThat(wire.scanLocks(100, 0, "", "")).containsExactly("a@10", "b@10");
			assertThat(wire.mvcc("a").getLock().getSecondariesList()).containsExactly(bytes("b"));
			TxnHeartBeatResponse beat = wire.heartBeat("a", 10, 9000);
			assertThat(beat.getLockTtl()).isEqualTo(9000);
			assertThat(wire.resolve(10, wire.timestamp()).hasError()).isFalse();
			assertThat(wire.read("b", wire.timestamp())).isEqualTo("1");
		});
		serve((tikv, wire) -> assertThat(wire.scanLocks(100, 0, "", "")).isEmpty());
	}

	@Test
	@DisplayName("0.3, 146: timestamps and the greatest one read at go on above all before")
	void neverGivesATimestampTwice() {
		long[] before = new long[1];
		serve((tikv, wire) -> {
			tikv.faults().advanceClock(Duration.ofHours(1));
			before[0] = wire.timestamp();
			wire.read("k", before[0]);
		});
		serve((tikv, wire) -> {
			PrewriteResponse response = wire.send(wire.onePhase(5, put("k", "v")));
			assertThat(response.getOnePcCommitTs()).isGreaterThan(before[0]);
			assertThat(wire.timestamp()).isGreaterThanOrEqualTo(response.getOnePcCommitTs());
		});
	}

	@Test
	void keepsRegionsAndSafePoints() {
		Map<String, List<Region>> regions = new TreeMap<>();
		serve((tikv, wire) -> {
			tikv.regions().split(bytes("f").toByteArray(), bytes("m").toByteArray());
			tikv.regions().merge(bytes("a").toByteArray());
			regions.put("before", tikv.regions().all());
			wire.pd()
				.updateGCSafePoint(
						Pdpb.UpdateGCSafePointRequest.newBuilder().setHeader(wire.header()).setSafePoint(7).build());
			assertThat(hold(wire, "backup", 9).getMinSafePoint()).isEqualTo(9);
		});
		serve((tikv, wire) -> {
			assertThat(tikv.regions().all()).isEqualTo(regions.get("before"));
			assertThat(hold(wire, "capture", 11).getServiceId().toStringUtf8()).isEqualTo("backup");
			assertThat(wire.pd()
				.getGCSafePoint(Pdpb.GetGCSafePointRequest.newBuilder().setHeader(wire.header()).build())
				.getSafePoint()).isEqualTo(7);
			tikv.regions().split(bytes("z").toByteArray());
			assertThat(tikv.regions().all()).extracting(Region::id).doesNotHaveDuplicates();
		});
	}

	private static Pdpb.UpdateServiceGCSafePointResponse hold(Wire wire, String service, long safePoint) {
		return wire.pd()
			.updateServiceGCSafePoint(Pdpb.UpdateServiceGCSafePointRequest.newBuilder()
				.setHeader(wire.header())
				.setServiceId(ByteString.copyFromUtf8(service))
				.setTTL(1000)
				.setSafePoint(safePoint)
				.build());
	}

	@Test
	void restartsInPlace() {
		serve((tikv, wire) -> {
			wire.committed(10, 20, put("a", "1"));
			tikv.restart();
			wire.awaitDisconnected();
			assertThat(wire.read("a", 30)).isEqualTo("1");
		});
	}

	@Test
	void refusesADirectoryInUse() {
		serve((tikv, wire) -> {
			assertRefused("is used by another server");
			wire.committed(10, 20, put("a", "1"));
		});
		serve((tikv, wire) -> assertThat(wire.read("a", 30)).isEqualTo("1"));
	}

	private void assertRefused(String reason) {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> builder().start())
			.withMessageContaining(this.directory.toString())
			.withMessageContaining(reason);
	}

	private Map<String, ByteBuffer> content() throws IOException {
		Map<String, ByteBuffer> content = new TreeMap<>();
		try (Stream<Path> files = Files.walk(this.directory)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				content.put(file.toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
			}
		}
		return content;
	}

	private void assertRefusedAndUntouched(String reason) throws IOException {
		Map<String, ByteBuffer> before = content();
		assertRefused(reason);
		assertThat(content()).isEqualTo(before);
	}

	@Test
	void refusesForeignDirectories() throws IOException {
		Files.writeString(this.directory.resolve("mine.txt"), "mine");
		assertRefusedAndUntouched("holds other files");
		Files.writeString(this.directory.resolve("format"), "something else\n");
		assertRefusedAndUntouched("belongs to something else");
		Files.writeString(this.directory.resolve("format"), "tito-embedded\nformat 99\ncluster 1\n");
		assertRefusedAndUntouched("has another format than 3");
		Files.writeString(this.directory.resolve("format"), "tito-embedded\nformat 3\ncluster 9\n");
		assertRefusedAndUntouched("belongs to another cluster than 1");
		Files.writeString(this.directory.resolve("format"), "tito-embedded\nformat 3\ncluster 1\n");
		assertRefusedAndUntouched("its database is missing");
	}

	@Test
	void refusesAFileInPlaceOfADirectory() throws IOException {
		Path file = this.directory.resolve("file");
		Files.writeString(file, "mine");
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> EmbeddedTikv.builder().dataDirectory(file).start())
			.withMessageContaining("is not a directory");
	}

	@Test
	void goesOnAfterAnInterruptedFirstStart() throws IOException {
		Files.writeString(this.directory.resolve("format.new"), "tito-emb");
		Files.createDirectory(this.directory.resolve("db"));
		serve((tikv, wire) -> wire.committed(10, 20, put("a", "1")));
		serve((tikv, wire) -> assertThat(wire.read("a", 30)).isEqualTo("1"));
	}

	private static void flip(Path file, int at) throws IOException {
		byte[] bytes = Files.readAllBytes(file);
		bytes[at] ^= 0x55;
		Files.write(file, bytes);
	}

	@Test
	void appliesTheJournalOfAKilledServer(@TempDir Path killed) {
		work(killed);
		this.directory = killed;
		serve((tikv, wire) -> assertThat(wire.read("k49", 1000)).isEqualTo(VALUE));
		serve((tikv, wire) -> assertThat(wire.read("k0", 1000)).isEqualTo(VALUE));
	}

	@Test
	void refusesADamagedJournal(@TempDir Path killed) throws IOException {
		work(killed);
		this.directory = killed;
		Path journal = killed.resolve("journal/segment-0");
		flip(journal, indexOf(VALUE, journal));
		assertRefusedAndUntouched("is damaged");
		Files.delete(journal);
		assertRefusedAndUntouched("is missing");
	}

	// what is there before the server is closed is what its death would leave
	private void work(Path killed) {
		serve((tikv, wire) -> {
			for (int i = 0; i < 50; i++) {
				wire.committed(100 + 10 * i, 105 + 10 * i, put("k" + i, VALUE));
			}
			copy(this.directory, killed);
		});
	}

	private static int indexOf(String text, Path file) throws IOException {
		return Files.readString(file, StandardCharsets.ISO_8859_1).indexOf(text);
	}

	private static void copy(Path from, Path to) {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Path copy = to.resolve(from.relativize(file));
				Files.createDirectories(copy.getParent());
				Files.copy(file, copy);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void refusesADirectoryWithoutItsManifest() throws IOException {
		serve((tikv, wire) -> wire.committed(10, 20, put("k", "v")));
		Files.delete(this.directory.resolve("db/CURRENT"));
		assertRefusedAndUntouched("is damaged");
	}

}
