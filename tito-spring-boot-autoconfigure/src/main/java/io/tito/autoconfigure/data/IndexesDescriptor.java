package io.tito.autoconfigure.data;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.tito.autoconfigure.data.IndexChecks.Run;
import io.tito.index.IndexCheck;
import io.tito.index.IndexSituation;
import io.tito.index.IndexStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint {@code titoindexes} shows.
 *
 * @param entities the indexes of each entity, by its name
 * @since 0.1
 */
public record IndexesDescriptor(Map<String, EntityDescriptor> entities) implements OperationResponseBody {

	/**
	 * The indexes of one entity.
	 *
	 * @param type the class
	 * @param writable whether this instance may write the entity
	 * @param reason why it may not
	 * @param waitingFor the instances that have to stop, or to know the indexes that are
	 * waiting
	 * @param indexes the indexes
	 * @param check the last check that this instance was asked for
	 */
	public record EntityDescriptor(String type, boolean writable, @Nullable String reason, List<String> waitingFor,
			List<IndexDescriptor> indexes, @Nullable CheckDescriptor check) implements OperationResponseBody {

		static EntityDescriptor of(Class<?> type, IndexSituation situation, List<String> waitingFor,
				@Nullable Run check) {
			List<IndexDescriptor> indexes = new ArrayList<>();
			situation.indexes().forEach((status) -> indexes.add(IndexDescriptor.of(status)));
			situation.pending().forEach((name) -> indexes.add(IndexDescriptor.waiting(name)));
			String reason = situation.outdated()
					? "a newer version of the application has changed the indexes; this instance does not know %s"
						.formatted(situation.unknown())
					: null;
			return new EntityDescriptor(type.getName(), !situation.outdated(), reason, waitingFor, indexes,
					(check != null) ? CheckDescriptor.of(check) : null);
		}

	}

	/**
	 * One index.
	 *
	 * @param name its name
	 * @param phase {@code waiting} until every instance knows it, {@code building},
	 * {@code ready}, or {@code dropping}
	 * @param progress how much of it is built, up to 1
	 * @param done how many rows were filled
	 * @param total about how many there are to fill
	 * @param problem what keeps it from becoming ready
	 */
	public record IndexDescriptor(String name, String phase, double progress, long done, long total,
			@Nullable String problem) {

		static IndexDescriptor of(IndexStatus status) {
			return new IndexDescriptor(status.index(), lower(status.phase()), status.progress(), status.done(),
					status.total(), status.problem().isEmpty() ? null : status.problem());
		}

		static IndexDescriptor waiting(String name) {
			return new IndexDescriptor(name, "waiting", 0, 0, 0, null);
		}

	}

	/**
	 * A check of an entity's indexes.
	 *
	 * @param state {@code running}, {@code done} or {@code failed}
	 * @param repairs whether it repairs what it finds
	 * @param startedAt when it was asked for
	 * @param endedAt when it ended
	 * @param result what it found
	 * @param failure why it has no result
	 */
	public record CheckDescriptor(String state, boolean repairs, Instant startedAt, @Nullable Instant endedAt,
			@Nullable ResultDescriptor result, @Nullable String failure) implements OperationResponseBody {

		static CheckDescriptor of(Run run) {
			IndexCheck result = run.result();
			return new CheckDescriptor(lower(run.state()), run.repairs(), run.startedAt(), run.endedAt(),
					(result != null) ? ResultDescriptor.of(result) : null, run.failure());
		}

	}

	/**
	 * What a check found.
	 *
	 * @param rows how many rows were checked
	 * @param entries how many entries were checked
	 * @param missing how many entries rows lack
	 * @param stale how many entries no row wants
	 * @param damaged how many rows cannot be read
	 * @param repaired how many entries were repaired
	 * @param findings the first of them
	 */
	public record ResultDescriptor(long rows, long entries, long missing, long stale, long damaged, long repaired,
			List<FindingDescriptor> findings) {

		private static final int SHOWN = 20;

		static ResultDescriptor of(IndexCheck check) {
			return new ResultDescriptor(check.rows(), check.entries(), check.missing(), check.stale(), check.damaged(),
					check.repaired(),
					check.findings()
						.stream()
						.limit(SHOWN)
						.map((finding) -> new FindingDescriptor(lower(finding.kind()), finding.index(),
								HexFormat.of().formatHex(finding.row().bytes())))
						.toList());
		}

	}

	/**
	 * One finding.
	 *
	 * @param kind {@code missing}, {@code stale} or {@code damaged_row}
	 * @param index the index, empty for a row
	 * @param row the key of the row in the store, in hexadecimal digits
	 */
	public record FindingDescriptor(String kind, String index, String row) {

	}

	private static String lower(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

}
