package io.tito.test.orders;

public record Shipped(String orderId) {

}
