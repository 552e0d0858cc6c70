package io.tito.test.listener;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class WorkApplication {

}
