package io.tito.autoconfigure.data;

import tools.jackson.databind.json.JsonMapper;

/**
 * Changes how entities and payloads are stored as JSON, for example by adding a module.
 * What was stored before must stay readable; the application's other JSON settings have
 * no influence on it. Beans of this type are applied in their order.
 */
@FunctionalInterface
public interface TitoJsonMapperCustomizer {

	void customize(JsonMapper.Builder builder);

}
