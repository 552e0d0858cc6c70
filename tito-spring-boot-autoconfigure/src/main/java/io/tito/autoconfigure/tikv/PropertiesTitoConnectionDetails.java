package io.tito.autoconfigure.tikv;

import java.util.List;

/**
 * The addresses that {@code tito.tikv.pd-addresses} names.
 */
record PropertiesTitoConnectionDetails(List<String> pdAddresses) implements TitoConnectionDetails {

}
