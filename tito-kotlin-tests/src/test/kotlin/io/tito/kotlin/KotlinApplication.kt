package io.tito.kotlin

import org.springframework.boot.autoconfigure.SpringBootApplication

@SpringBootApplication
class KotlinApplication
