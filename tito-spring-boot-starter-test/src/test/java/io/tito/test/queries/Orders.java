package io.tito.test.queries;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.tito.annotation.TitoAllowScan;
import io.tito.annotation.TitoFetch;
import io.tito.annotation.TitoUseIndex;
import io.tito.repository.TitoRepository;

import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Window;

public interface Orders extends TitoRepository<Order, String> {

	Optional<Order> findByReference(String reference);

	List<Order> findByCustomerAndPlacedAtBetween(String customer, Instant from, Instant to);

	List<Order> findByAddressCityStartingWith(String beginning);

	List<Order> findByCustomerInOrderByPlacedAt(Collection<String> customers);

	List<Order> findByTagIds(String tag);

	Optional<Order> findTopByCustomerOrderByPlacedAtDesc(String customer);

	Window<Order> findByCustomerOrderByPlacedAtDesc(String customer, ScrollPosition position, Limit limit);

	Slice<Order> findSliceByCustomer(String customer, Pageable page);

	Stream<Order> streamByCustomer(String customer);

	long countByCustomerAndPlacedAtAfter(String customer, Instant from);

	List<Order> deleteByCustomerAndPlacedAtBefore(String customer, Instant to);

	@TitoUseIndex("open")
	List<Order> findOpenByCustomer(String customer);

	@TitoAllowScan(10_000)
	List<Order> findByNoteIsNullAndTitleEndingWithOrderByTitle(String end);

	@TitoFetch("tags")
	List<Order> findWithTagsByCustomer(String customer);

	List<Title> findTitlesByCustomer(String customer);

	record Title(String customer, String title) {
	}

	Window<Order> findAllByOrderByNote(ScrollPosition position, Limit limit);

}
