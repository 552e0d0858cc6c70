package io.tito.test.docs;

import java.util.List;

import io.tito.codec.TitoCustomConversions;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;

@Configuration(proxyBeanMethods = false)
class Conversions {

	@Bean
	TitoCustomConversions titoCustomConversions() {
		return new TitoCustomConversions(List.of(new IbanToText(), new TextToIban()));
	}

	@WritingConverter
	static class IbanToText implements Converter<Iban, String> {

		@Override
		public String convert(Iban iban) {
			return iban.text();
		}

	}

	@ReadingConverter
	static class TextToIban implements Converter<String, Iban> {

		@Override
		public Iban convert(String text) {
			return new Iban(text);
		}

	}

}
