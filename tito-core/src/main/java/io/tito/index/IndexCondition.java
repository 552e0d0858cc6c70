package io.tito.index;

import io.tito.mapping.IndexDefinition;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * Which rows are in an index. Thread-safe.
 */
final class IndexCondition {

	private final String index;

	private final Expression expression;

	// kept for the accessors that it has found
	private final SimpleEvaluationContext context = SimpleEvaluationContext.forReadOnlyDataBinding()
		.withInstanceMethods()
		.build();

	IndexCondition(IndexDefinition index) {
		this.index = index.name();
		this.expression = new SpelExpressionParser().parseExpression(index.condition());
	}

	boolean accepts(Object row) {
		try {
			if (this.expression.getValue(this.context, row) instanceof Boolean accepted) {
				return accepted;
			}
		}
		catch (EvaluationException ex) {
			throw new InvalidDataAccessApiUsageException(
					"The condition '%s' of the index '%s' failed for a row of %s: %s. Mend the condition".formatted(
							this.expression.getExpressionString(), this.index, row.getClass().getName(),
							ex.getSimpleMessage()),
					ex);
		}
		throw new InvalidDataAccessApiUsageException(
				"The condition '%s' of the index '%s' gave neither true nor false: compare something in it"
					.formatted(this.expression.getExpressionString(), this.index));
	}

}
