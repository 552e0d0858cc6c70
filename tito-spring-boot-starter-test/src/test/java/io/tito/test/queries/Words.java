package io.tito.test.queries;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import io.tito.annotation.IndexKeys;

public final class Words implements IndexKeys<Order> {

	@Override
	public Collection<? extends List<?>> of(Order row) {
		return Arrays.stream(row.title().toLowerCase(Locale.ROOT).split(" ")).map(List::of).toList();
	}

}
