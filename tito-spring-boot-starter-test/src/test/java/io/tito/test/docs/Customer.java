package io.tito.test.docs;

import java.time.Instant;
import java.util.List;

import io.tito.annotation.FormerName;
import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.annotation.TitoSoftDelete;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.annotation.Version;

@TitoEntity("customer")
@TitoSoftDelete
@TitoIndex(name = "by_email", fields = "email", unique = true)
public record Customer(@Id @Nullable String id, String email, @FormerName("nick") String name, List<String> tags,
		@CreatedDate @Nullable Instant createdAt, @LastModifiedDate @Nullable Instant changedAt,
		@Version @Nullable Long version) {

	static Customer of(String email, String name) {
		return new Customer(null, email, name, List.of(), null, null, null);
	}

	Customer named(String other) {
		return new Customer(this.id, this.email, other, this.tags, this.createdAt, this.changedAt, this.version);
	}

}
