package io.tito.tikv.app;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface Books extends JpaRepository<Book, Long> {

	@Query("select b from Book b where upper(b.title) like concat(:prefix, '%') order by b.title")
	List<Book> findByPrefix(String prefix);

}
