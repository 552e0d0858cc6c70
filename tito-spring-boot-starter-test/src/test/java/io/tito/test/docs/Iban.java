package io.tito.test.docs;

public record Iban(String text) {

}
