package io.tito.test.orders;

public record Remind(String orderId) {

}
