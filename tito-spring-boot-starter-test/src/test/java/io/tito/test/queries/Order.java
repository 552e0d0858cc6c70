package io.tito.test.queries;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.annotation.TitoRelation;
import io.tito.annotation.TitoRelation.OnDelete;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Sort.Direction;

@NullMarked
@TitoEntity("order")
@TitoIndex(name = "by_customer", fields = { "customer", "placedAt" }, order = { Direction.ASC, Direction.DESC })
@TitoIndex(name = "by_city", fields = "address.city")
@TitoIndex(name = "by_tag", fields = "tagIds")
@TitoIndex(name = "by_line", fields = { "lines.productId", "lines.amount" })
@TitoIndex(name = "by_attribute", fields = "attributes")
@TitoIndex(name = "open", fields = "customer", condition = "status.name() == 'OPEN'")
@TitoIndex(name = "by_note", fields = "note", nulls = TitoIndex.Nulls.INDEXED)
@TitoIndex(name = "by_reference", fields = "reference", unique = true)
@TitoIndex(name = "by_word", keys = Words.class)
public record Order(@Id @Nullable String id, String customer, Instant placedAt, Address address, List<String> tagIds,
		List<Line> lines, Map<String, String> attributes, Status status, @Nullable String note, String reference,
		String title, @TitoRelation(from = "tagIds") List<Tag> tags,
		@TitoRelation(from = "customer", onDelete = OnDelete.RESTRICT) @Nullable Customer buyer) {

	public record Address(String city) {
	}

	public record Line(String productId, int amount, @TitoRelation(from = "productId") @Nullable Product product) {
	}

	public enum Status {

		OPEN, SHIPPED

	}

}
