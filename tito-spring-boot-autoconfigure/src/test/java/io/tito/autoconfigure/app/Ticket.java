package io.tito.autoconfigure.app;

import io.tito.annotation.Operation;
import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoEvent;
import io.tito.annotation.TitoIndex;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

@TitoEntity("ticket")
@TitoIndex(name = "by_owner", fields = "owner")
@TitoEvent(type = "ticket", key = "owner", on = Operation.INSERT)
record Ticket(@Id @Nullable String id, String owner, int amount, @Version @Nullable Long version) {

	static Ticket of(String owner, int amount) {
		return new Ticket(null, owner, amount, null);
	}

}
