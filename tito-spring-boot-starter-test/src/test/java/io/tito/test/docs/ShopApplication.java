package io.tito.test.docs;

import io.tito.repository.config.EnableTitoAuditing;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
@EnableTitoAuditing
class ShopApplication {

}
