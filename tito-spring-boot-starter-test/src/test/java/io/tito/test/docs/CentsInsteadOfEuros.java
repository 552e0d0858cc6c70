package io.tito.test.docs;

import java.math.BigDecimal;
import java.util.Map;

import io.tito.codec.RowUpcaster;

import org.springframework.stereotype.Component;

@Component
class CentsInsteadOfEuros implements RowUpcaster {

	@Override
	public Class<?> type() {
		return Account.class;
	}

	@Override
	public int revision() {
		return 0;
	}

	@Override
	public Map<String, Object> upcast(Map<String, Object> row) {
		BigDecimal euros = new BigDecimal(row.remove("euros").toString());
		row.put("cents", euros.movePointRight(2).longValueExact());
		return row;
	}

}
