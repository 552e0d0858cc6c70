package io.tito.core;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * An entity with indexes of both kinds.
 */
@TitoEntity("person")
@TitoIndex(name = "by_team", fields = "team")
@TitoIndex(name = "by_team_and_rank", fields = { "team", "rank" })
@TitoIndex(name = "by_email", fields = "email", unique = true)
record Person(@Id String id, String team, int rank, String email, @Version Long version) {

	static Person of(String team, int rank, String email) {
		return new Person(null, team, rank, email, null);
	}

	static Person of(String id, String team) {
		return new Person(id, team, 0, null, null);
	}

	Person inTeam(String other) {
		return new Person(this.id, other, this.rank, this.email, this.version);
	}

	Person withEmail(String other) {
		return new Person(this.id, this.team, this.rank, other, this.version);
	}

}
