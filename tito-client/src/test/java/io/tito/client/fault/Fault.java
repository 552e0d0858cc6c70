package io.tito.client.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

import io.tito.embedded.fault.FaultAction;
import io.tito.embedded.pd.Regions;
import io.tito.key.Key;
import org.tikv.kvproto.Errorpb;

/**
 * A fault, as a column of the matrix.
 *
 * @param name what the column is called
 * @param kind what it says about the request that it hits
 * @param action makes it, for a key of the request
 */
record Fault(String name, Kind kind, BiFunction<Scene, Key, FaultAction> action) {

	private static final Set<String> LARGE = Set.of("KvPrewrite", "KvPessimisticLock", "KvCommit");

	/**
	 * What is true of the request that met the fault.
	 */
	enum Kind {

		/** A store said that it was not carried out. */
		NOT_DONE,

		/** The same, but no client can know that. */
		NOT_DONE_UNSEEN,

		/** It is carried out. */
		DONE,

		/** It was refused, and always will be. */
		FATAL,

		/** All stores began anew before it was carried out. */
		RESTART_BEFORE,

		/** All stores began anew after it was carried out. */
		RESTART_AFTER;

		boolean restart() {
			return this == RESTART_BEFORE || this == RESTART_AFTER;
		}

	}

	static List<Fault> all() {
		List<Fault> faults = new ArrayList<>(answers());
		faults.addAll(transport());
		faults.addAll(placement());
		return faults;
	}

	/**
	 * Every error that a region can answer with.
	 */
	private static List<Fault> answers() {
		return List.of(error("not_leader", error().setNotLeader(Errorpb.NotLeader.getDefaultInstance())),
				new Fault("not_leader+hint", Kind.NOT_DONE, Fault::hint),
				error("region_not_found", error().setRegionNotFound(Errorpb.RegionNotFound.getDefaultInstance())),
				error("key_not_in_region", error().setKeyNotInRegion(Errorpb.KeyNotInRegion.getDefaultInstance())),
				error("epoch_not_match", error().setEpochNotMatch(Errorpb.EpochNotMatch.getDefaultInstance())),
				new Fault("epoch+regions", Kind.NOT_DONE, Fault::currentRegions),
				error("server_is_busy", error().setServerIsBusy(Errorpb.ServerIsBusy.newBuilder().setBackoffMs(1))),
				error("stale_command", error().setStaleCommand(Errorpb.StaleCommand.getDefaultInstance())),
				error("store_not_match", error().setStoreNotMatch(Errorpb.StoreNotMatch.getDefaultInstance())),
				error("max_ts_not_synced",
						error().setMaxTimestampNotSynced(Errorpb.MaxTimestampNotSynced.getDefaultInstance())),
				error("read_index_not_ready",
						error().setReadIndexNotReady(Errorpb.ReadIndexNotReady.getDefaultInstance())),
				error("proposal_in_merging",
						error().setProposalInMergingMode(Errorpb.ProposalInMergingMode.getDefaultInstance())),
				error("region_not_init",
						error().setRegionNotInitialized(Errorpb.RegionNotInitialized.getDefaultInstance())),
				error("disk_full", error().setDiskFull(Errorpb.DiskFull.getDefaultInstance())),
				error("recovery", error().setRecoveryInProgress(Errorpb.RecoveryInProgress.getDefaultInstance())),
				new Fault("data_not_ready", Kind.NOT_DONE_UNSEEN,
						(scene, key) -> FaultAction.regionError(
								error().setDataIsNotReady(Errorpb.DataIsNotReady.getDefaultInstance()).build())),
				new Fault("message_only", Kind.NOT_DONE_UNSEEN,
						(scene, key) -> FaultAction.regionError(error().build())),
				new Fault("raft_entry_too_large", Kind.FATAL, (scene, key) -> FaultAction.regionError(
						error().setRaftEntryTooLarge(Errorpb.RaftEntryTooLarge.getDefaultInstance()).build())));
	}

	/**
	 * What can happen to one request.
	 */
	static List<Fault> at(Step step) {
		return all().stream().filter((fault) -> fault.meets(step)).toList();
	}

	private boolean meets(Step step) {
		return switch (this.kind) {
			case NOT_DONE -> !step.atPd();
			case NOT_DONE_UNSEEN -> !step.atPd() || this.name.equals("lost_request");
			// other requests are far too small for that
			case FATAL -> LARGE.contains(step.rpc());
			case DONE -> !step.atPd() || !this.name.endsWith("_after");
			case RESTART_BEFORE, RESTART_AFTER -> true;
		};
	}

	private static List<Fault> transport() {
		return List.of(new Fault("lost_request", Kind.NOT_DONE_UNSEEN, (scene, key) -> FaultAction.dropBefore()),
				new Fault("lost_answer", Kind.DONE, (scene, key) -> FaultAction.dropAfter()),
				new Fault("duplicate", Kind.DONE, (scene, key) -> FaultAction.duplicate()),
				new Fault("delay", Kind.DONE, (scene, key) -> FaultAction.delay(Duration.ofMillis(20))));
	}

	private static List<Fault> placement() {
		return List.of(
				new Fault("split", Kind.NOT_DONE,
						(scene, key) -> FaultAction.before(() -> regions(scene).split(scene.key("b").bytes(),
								scene.key("m").bytes(), scene.key("n").bytes(), scene.key("zz").bytes()))),
				new Fault("merge", Kind.NOT_DONE,
						(scene, key) -> FaultAction.before(() -> regions(scene).merge(key.bytes()))),
				new Fault("leader_move", Kind.NOT_DONE, (scene, key) -> FaultAction.before(() -> move(scene, key))),
				new Fault("split_after", Kind.DONE,
						(scene, key) -> FaultAction.after(() -> regions(scene).split(scene.key("b").bytes(),
								scene.key("m").bytes(), scene.key("n").bytes(), scene.key("zz").bytes()))),
				new Fault("leader_move_after", Kind.DONE, (scene, key) -> FaultAction.after(() -> move(scene, key))),
				new Fault("election", Kind.NOT_DONE, Fault::election),
				new Fault("restart_before", Kind.RESTART_BEFORE, (scene, key) -> FaultAction.holdBefore()),
				new Fault("restart_after", Kind.RESTART_AFTER, (scene, key) -> FaultAction.holdAfter()));
	}

	private static Fault error(String name, Errorpb.Error.Builder error) {
		FaultAction action = FaultAction.regionError(error.build());
		return new Fault(name, Kind.NOT_DONE, (scene, key) -> action);
	}

	private static Errorpb.Error.Builder error() {
		return Errorpb.Error.newBuilder().setMessage("made by a test");
	}

	private static Regions regions(Scene scene) {
		return scene.server().regions();
	}

	private static FaultAction hint(Scene scene, Key key) {
		return FaultAction.regionError(
				error()
					.setNotLeader(Errorpb.NotLeader.newBuilder()
						.setLeader(regions(scene).of(key.bytes()).leadingPeer().orElseThrow()))
					.build());
	}

	private static FaultAction currentRegions(Scene scene, Key key) {
		return FaultAction.regionError(error()
			.setEpochNotMatch(
					Errorpb.EpochNotMatch.newBuilder().addCurrentRegions(regions(scene).of(key.bytes()).toMessage()))
			.build());
	}

	private static void move(Scene scene, Key key) {
		regions(scene).transferLeader(key.bytes(), regions(scene).of(key.bytes()).leader() % 3 + 1);
	}

	/**
	 * No leader until somebody asks PD for it.
	 */
	private static FaultAction election(Scene scene, Key key) {
		return FaultAction.before(() -> {
			regions(scene).loseLeader(key.bytes());
			scene.server()
				.faults()
				.onNext("GetRegion", FaultAction.before(() -> regions(scene).transferLeader(key.bytes(), 3)));
		});
	}

	@Override
	public String toString() {
		return this.name;
	}

}
