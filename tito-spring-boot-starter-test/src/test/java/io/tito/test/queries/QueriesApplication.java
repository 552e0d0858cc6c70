package io.tito.test.queries;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class QueriesApplication {

}
