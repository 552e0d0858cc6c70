package io.tito.repository;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.tito.annotation.TitoAllowScan;
import io.tito.annotation.TitoFetch;
import io.tito.annotation.TitoUseIndex;

import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.util.Streamable;

interface ShopOrders extends TitoRepository<ShopOrder, String> {

	List<ShopOrder> findByCustomerAndAtBetween(String customer, Instant from, Instant to);

	List<ShopOrder> findByCustomerAndAtLessThan(String customer, Instant to);

	List<ShopOrder> findByCustomerAndAtGreaterThanEqual(String customer, Instant from);

	List<ShopOrder> findByCustomerAndAtBefore(String customer, Instant to);

	List<ShopOrder> findByCustomerAndAtAfterOrderByAtDesc(String customer, Instant from);

	List<ShopOrder> findByAddressCity(String city);

	List<ShopOrder> findByAddressCityStartingWith(String beginning);

	List<ShopOrder> findByCustomerInOrderByAt(Collection<String> customers);

	List<ShopOrder> findByBookIds(String book);

	List<ShopOrder> findByBookIdsContaining(String book);

	Optional<ShopOrder> findTopByCustomerOrderByAtDesc(String customer);

	ShopOrder[] findFirst2ByCustomerOrderByAt(String customer);

	Streamable<ShopOrder> findStreamableByCustomer(String customer, Limit limit);

	Set<ShopOrder> findSetByCustomer(String customer);

	Stream<ShopOrder> streamByCustomer(String customer);

	List<ShopOrder> findByCustomer(String customer, Sort sort);

	Slice<ShopOrder> findSliceByCustomer(String customer, Pageable page);

	Page<ShopOrder> findPageByCustomer(String customer, Pageable page);

	Window<ShopOrder> findByCustomerOrderByAtDesc(String customer, ScrollPosition position, Limit limit);

	long countByCustomerAndAtAfter(String customer, Instant from);

	boolean existsByAddressCity(String city);

	List<ShopOrder> deleteByCustomerAndAtBefore(String customer, Instant to);

	@TitoUseIndex("paid")
	List<ShopOrder> findPaidByCustomer(String customer);

	@TitoAllowScan(5)
	List<ShopOrder> findByNoteIsNullAndAmountGreaterThanOrderByAmountDesc(long amount);

	@TitoAllowScan
	List<ShopOrder> findByCustomerOrAddressCity(String customer, String city);

	@TitoFetch("books")
	List<ShopOrder> findWithBooksByCustomer(String customer);

	List<Line> findLinesByCustomer(String customer);

	<T> List<T> findAnyByCustomer(String customer, Class<T> type);

	/**
	 * A projection to a record.
	 */
	record Line(String customer, long amount) {
	}

}
