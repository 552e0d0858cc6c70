package io.tito.tikv.app;

import org.tikv.common.TiConfiguration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application with Spring Data JPA: its query goes through the ANTLR and the logging
 * that it came with.
 */
@SpringBootApplication
public class JpaApplication {

	public static final String MARKER = "Found with JPA: ";

	public static void main(String[] arguments) {
		try (var context = SpringApplication.run(JpaApplication.class, arguments)) {
			Books books = context.getBean(Books.class);
			books.save(new Book("Kindred"));
			System.out.println(MARKER + books.findByPrefix("KIN").get(0).getTitle());
			System.out.println(TiConfiguration.createDefault("127.0.0.1:2379").getPdAddrsString());
		}
	}

}
