package io.tito.test.docs;

import io.tito.annotation.TitoEntity;

import org.springframework.data.annotation.Id;

@TitoEntity(value = "account", revision = 1)
public record Account(@Id Iban iban, long cents) {

}
