package io.tito.core;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * {@link Person} as a later version of the application declares it.
 */
@TitoEntity("person")
@TitoIndex(name = "by_rank", fields = "rank")
record LaterPerson(@Id String id, int rank, @Version Long version) {
}
